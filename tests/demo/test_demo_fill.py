"""The simulated community in a home, and gone from it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from typer.testing import CliRunner

from rapport.accounts.models import Role, User
from rapport.cli.main import app
from rapport.collect.models import Brought, Import
from rapport.collect.reading import Key
from rapport.demo.fill import NotEmpty, begin, present
from rapport.demo.telling import Telling
from rapport.ledger.models import Activity, Channel, Identity
from rapport.people.models import Link, Member
from tests.demo.conftest import PLAN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("copy_folder")]
ARGUMENTS = ["demo", "--people", "50", "--seed", "3", "--until", "2026-11-20"]


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.slow
def test_it_comes_whole_and_goes_without_a_trace(tmp_path: Path, client: Client) -> None:
    told = json.loads(run(*ARGUMENTS, "--json", "--truth", str(tmp_path / "truth.json")))
    truth = json.loads((tmp_path / "truth.json").read_text())
    assert told["activities"] == truth["activities"] == Activity.objects.count()
    assert told["identities"] == Identity.objects.count() == Link.objects.count()
    with pytest.raises(NotEmpty, match=r"here already, as import \d+"):
        begin(PLAN)

    client.force_login(User.objects.create_user("mona@example.org", name="Mona", role=Role.OWNER))
    marks = json.loads(run("measure", "annotate", "list", "--json"))["marks"]
    assert sum(mark["kind"] == "campaign" for mark in marks) == 6
    assert {"release", "event"} <= {mark["kind"] for mark in marks}
    for page in ("/", "/people/", "/collect/", "/settings"):
        assert "Nobody here exists" in client.get(page).content.decode(), page
    assert "made up" in Client().get("/accounts/login/").content.decode()

    run("collect", "forget", str(told["id"]), "--yes")
    for table in (Activity, Identity, Channel, Link, Member, Brought):
        assert not table._base_manager.exists(), table
    assert present() is None
    assert json.loads(run("measure", "annotate", "list", "--json"))["marks"] == []
    page = client.get("/").content.decode()
    assert "Nobody here exists" not in page
    assert "Look around the simulated community" in page


def test_it_stays_out_of_a_real_community() -> None:
    Identity.objects.create(platform="discourse", native_id="forum.example.org/1", seen_at=PLAN.until)
    done = CliRunner().invoke(app, ARGUMENTS)
    assert done.exit_code == 1
    assert "This home holds a real community" in done.output
    assert not Import.objects.exists()


def test_the_door_leaves_the_job_once(client: Client) -> None:
    client.force_login(User.objects.create_user("mona@example.org", name="Mona", role=Role.OWNER))
    answer = client.post("/demo/")
    begun = present()
    assert begun is not None
    assert answer["Location"] == f"/collect/imports/{begun.pk}/"
    job = ProcrastinateJob.objects.get(task_name="demo.fill")
    assert job.args["number"] == begun.pk
    again = client.post("/demo/", follow=True)
    assert "here already" in again.content.decode()
    assert Import.objects.count() == ProcrastinateJob.objects.filter(task_name="demo.fill").count() == 1


def test_after_a_kill_it_goes_on_where_it_was() -> None:
    """What is there `already` is not given again, and the rest is the same."""
    tiny = PLAN._replace(people=50)

    def told(already: dict[Key, int]) -> Counter[Key]:
        counts: Counter[Key] = Counter()
        for batch in Telling(tiny, already).batches():
            for part in batch.parts:
                counts[part.key] += len(part.records)
        return counts

    whole = told({})
    kept = {key: count // 3 for key, count in whole.items()}
    assert told(kept) + Counter(kept) == whole
