"""What was said of the things worth doing is remembered and can be taken back; page, API and command tell the same."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.collect.models import Import
from rapport.ledger import copy
from rapport.ledger.telling import tell
from rapport.measure.current import current
from rapport.measure.models import NoAnswerNeeded
from rapport.measure.today.handled import done, silent, undo
from rapport.measure.today.whole import Today, today

pytestmark = pytest.mark.django_db(transaction=True)


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
    page = client.get("/").content.decode()
    assert page.index('id="waiting"') < page.index('id="things"') < page.index('id="promises"')
    assert _timeless(typed) == _timeless(told)
    assert [one["key"] for one in told["things"]] == keys
    assert told["waiting"]["total"] == _tell(owner).waiting.total > 0
    assert told["came"]["since_last_visit"] is False
    for name in ("waiting", "thanks", "new_members", "rhythm"):
        assert told[name], name
    for beat in told["rhythm"]:
        assert (beat["change"] is None) == (beat["about_change"] == "no time before to compare with")
        assert beat["change"] is None or " chance" in beat["about_change"]
        assert beat["about_change"] in page


def test_what_is_said_of_a_thing(settled: None, client: Client, owner: User) -> None:
    """Not now: for oneself, and for a week. Whoever may not do it is not told of it, and may not say anything of it."""
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
    analyst = User.objects.create_user("ana@example.org", role=Role.ANALYST)
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
    done(f"question:{first}", owner, datetime.now(UTC))
    assert NoAnswerNeeded.objects.filter(question=first).exists()
    assert undo(f"question:{first}", None)
    assert [entry.action for entry in AuditEntry.objects.filter(subject=str(first)).order_by("pk")] == [
        "question.needs-no-answer",
        "question.waits-again",
    ]


def test_what_failed_and_what_was_found_in_the_first_days(settled: None, client: Client, owner: User) -> None:
    """A failed import is told until the same files were read; what was found, for three days."""
    at = datetime.now(UTC)
    Import.objects.create(paths=["a.zip"], state=Import.State.FAILED, failure="The disk is full.", finished_at=at)
    told = _tell(owner)
    assert [one.why for one in told.failed] == ["The disk is full."]
    assert told.things[0].kind == "failed"
    Import.objects.create(paths=["a.zip"], state=Import.State.DONE, finished_at=at)
    assert _tell(owner).failed == []
    assert "What was found" in client.get("/").content.decode()
    assert told.found
    assert told.found.accounts - told.found.people == told.found.joined > 0
    Import.objects.update(finished_at=datetime.now(UTC) - timedelta(days=4))
    assert _tell(owner).found is None


def test_how_many_were_never_answered_is_not_told_before_their_texts_are_read(settled: None, client: Client) -> None:
    Import.objects.create(paths=["a.zip"], state=Import.State.DONE, finished_at=datetime.now(UTC))
    assert "is being read" in _found(client)
    assert "Nobody who asked" not in client.get("/").content.decode()
    assert "Nobody asked anything" not in client.get("/measure/questions/questions/?until=2000-01-01").content.decode()
    tell(wait=True)
    copy.refresh()
    assert "never got a word by another human" in _found(client)
    assert "Nobody asked anything" in client.get("/measure/questions/questions/?until=2000-01-01").content.decode()


def _found(client: Client) -> str:
    [section] = html.fromstring(client.get("/").content.decode()).xpath("//section[@id='found']")
    return " ".join(section.text_content().split())


def test_a_new_home_has_three_doors(client: Client) -> None:
    page = html.fromstring(client.get("/").content.decode())
    doors = [" ".join(one.text_content().split()) for one in page.xpath("//h3")]
    assert doors == ["Connect a platform", "Import an archive", "Look around the simulated community"]
    assert page.xpath("//main//form[.//button[contains(., 'Look around')]]/@action") == [reverse("demo:begin")]
    assert set(page.xpath("//main//a[contains(@class, 'button')]/@href")) == {reverse("collect:imports")}
