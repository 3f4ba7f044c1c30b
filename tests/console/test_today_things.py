"""What was said of the things worth doing is remembered and can be taken back; page, API and command tell the same."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.collect.models import Import
from rapport.measure.current import current
from rapport.measure.models import Handled, NoAnswerNeeded, Visit
from rapport.measure.today.handled import ThingUnknown, done, not_now, silent, undo
from rapport.measure.today.visits import looked, looks
from rapport.measure.today.whole import Today, today

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)


@pytest.fixture
def client(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def _tell(user: User | None, now: datetime | None = None) -> Today:
    told = today(current(), user, None, now or datetime.now(UTC))
    assert told
    return told


def _keys(client: Client) -> list[str]:
    page = html.fromstring(client.get("/").content.decode())
    return [str(one.get("value")) for one in page.xpath("//section[@id='things']//input[@name='key']")]


def _timeless(told: dict[str, Any]) -> dict[str, Any]:
    """Without what grows between two questions."""
    for one in told["waiting"]["longest"]:
        del one["hours"]
    return told | {"as_of": None, "things": [thing["key"] for thing in told["things"]]}


def test_page_api_and_command_tell_the_same(settled: None, client: Client, owner: User) -> None:
    keys = _keys(client)
    told = client.get("/api/today").json()
    typed = json.loads(CliRunner().invoke(app, ["today", "--as", owner.email, "--json"]).stdout)
    assert len(keys) == 3
    assert _timeless(typed) == _timeless(told)
    assert [one["key"] for one in told["things"]] == keys
    assert told["waiting"]["total"] == _tell(owner).waiting.total > 0
    assert told["came"]["since_last_visit"] is False
    for name in ("waiting", "thanks", "new_members", "rhythm"):
        assert told[name], name


def test_not_now_is_for_oneself_and_a_week(settled: None, client: Client, owner: User) -> None:
    other = User.objects.create_user("ann@example.org", role=Role.MANAGER)
    key = _tell(owner).things[0].key
    client.post("/today/things/", {"key": key, "deed": "not-now"})
    later = datetime.now(UTC) + timedelta(days=6, hours=23)
    assert key not in [one.key for one in _tell(owner, later).things]
    assert key in [one.key for one in _tell(other).things]
    assert key not in silent(owner, later + timedelta(hours=2))
    assert AuditEntry.objects.filter(action="today.not-now", subject=key).exists()
    client.post(f"/today/things/{key}/undo/")
    assert key in [one.key for one in _tell(owner).things]


def test_done_is_for_all_and_comes_back_only_of_itself(owner: User) -> None:
    done("same", owner, NOW)
    done("thanks:3:first-1", owner, NOW)
    assert silent(None, NOW + timedelta(days=6)) == {"same", "thanks:3:first-1"}
    assert silent(None, NOW + timedelta(days=8)) == {"thanks:3:first-1"}
    assert undo("thanks:3:first-1", None)
    assert not undo("thanks:3:first-1", None)


def test_what_another_put_off_is_theirs_to_take_back(owner: User) -> None:
    not_now("same", owner, NOW)
    assert not undo("same", None)
    assert Handled.objects.count() == 1


@pytest.mark.parametrize("key", ["", "nonsense", "question:7", "question:", "same" * 40])
def test_what_is_no_thing_is_refused(client: Client, key: str) -> None:
    with pytest.raises(ThingUnknown):
        done(key, None, NOW)
    answer = client.post("/today/things/", {"key": key, "deed": "done"}, follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert Handled.objects.count() == 0


def test_nobody_says_of_a_thing_that_they_may_not_do(settled: None, client: Client) -> None:
    analyst = User.objects.create_user("ann@example.org", role=Role.ANALYST)
    assert {one.kind for one in _tell(analyst).things} <= {"question", "unusual"}
    client.force_login(analyst)
    assert client.post("/today/things/", {"key": "same", "deed": "done"}).status_code == 403


def test_a_question_that_needs_no_answer_is_off_the_list_until_it_is_put_back(
    settled: None, client: Client, owner: User
) -> None:
    first, total = _tell(owner).waiting.longest[0].asked.id, _tell(owner).waiting.total
    client.post(f"/today/questions/{first}/")
    told = _tell(owner).waiting
    assert (told.total, told.aside, told.put_aside[0].asked.id) == (total - 1, 1, first)
    assert first not in [one.asked.id for one in told.longest]
    assert "1 more needs no answer" in client.get("/").content.decode()
    assert client.get("/api/measure/questions").status_code == 200
    client.post(f"/today/questions/{first}/", {"back": "1"})
    assert _tell(owner).waiting.total == total
    done(f"question:{first}", owner, NOW)
    assert NoAnswerNeeded.objects.filter(question=first).exists()
    assert undo(f"question:{first}", None)
    assert [entry.action for entry in AuditEntry.objects.filter(subject=str(first)).order_by("pk")] == [
        "question.needs-no-answer",
        "question.waits-again",
    ]


def test_views_within_an_hour_are_one_visit(owner: User) -> None:
    assert looks(owner, NOW) is None
    assert looks(owner, NOW + timedelta(minutes=50)) is None
    assert looks(owner, NOW + timedelta(minutes=100)) is None
    evening = NOW + timedelta(hours=10)
    assert looked(owner, evening) == NOW + timedelta(minutes=100)
    assert looks(owner, evening) == NOW + timedelta(minutes=100)
    assert looks(owner, evening + timedelta(minutes=30)) == NOW + timedelta(minutes=100)
    assert looked(owner, evening + timedelta(minutes=40)) == NOW + timedelta(minutes=100)
    assert Visit.objects.get().last == evening + timedelta(minutes=30)


def test_a_failed_import_is_told_until_the_same_files_were_read(settled: None, owner: User) -> None:
    at = datetime.now(UTC)
    Import.objects.create(paths=["a.zip"], state=Import.State.FAILED, failure="The disk is full.", finished_at=at)
    told = _tell(owner)
    assert [one.why for one in told.failed] == ["The disk is full."]
    assert told.things[0].kind == "failed"
    Import.objects.create(paths=["a.zip"], state=Import.State.DONE, finished_at=at)
    assert _tell(owner).failed == []


def test_what_was_found_is_told_in_the_first_days(settled: None, client: Client, owner: User) -> None:
    assert "What was found" in client.get("/").content.decode()
    found = _tell(owner).found
    assert found
    assert found.accounts - found.people == found.joined > 0
    Import.objects.update(finished_at=datetime.now(UTC) - timedelta(days=4))
    assert _tell(owner).found is None
