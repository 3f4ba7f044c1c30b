"""`rapport people segments …` and the list for programs: JSON, CSV, a file, a tag for all and its way back."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner, Result

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.people.models import Tagged
from rapport.people.notes.writing import tag
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()
    rapport("segments", "save", "Posters", "posted at least 20 times, not in the team")


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["people", *map(str, words)])


def rapport(*words: object) -> str:
    done = run(*words)
    assert done.exit_code == 0, done.output
    return done.output


def told(*words: object) -> Any:
    return json.loads(rapport(*words, "--json"))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_of_segments_as_a_table_for_programs() -> None:
    [line] = rows(rapport("segments", "list", "--csv"))
    [kept] = told("segments", "list")["segments"]
    assert (line["name"], int(line["members"]), line["text"]) == (kept["name"], kept["members"], kept["text"])


def test_a_segment_is_exported_as_its_page_exports_it(tmp_path: Path) -> None:
    browser = Client()
    browser.force_login(User.objects.create_user("o@team.dev", role=Role.OWNER))
    printed = rapport("segments", "export", "posters")
    page = browser.get("/people/people.csv", {"where": "posted at least 20 times, not in the team"})
    assert rows(printed) == rows(b"".join(page.streaming_content).decode())  # type: ignore[attr-defined]
    assert {line["name"] for line in rows(printed)} == {"Ada Lovelace", "Bob 100% Percent"}
    as_json = told("segments", "export", "posters")
    assert [str(one["id"]) for one in as_json] == [line["id"] for line in rows(printed)]
    file = tmp_path / "posters.csv"
    assert rapport("segments", "export", "posters", "--out", file) == ""
    assert rows(file.read_text()) == rows(printed)
    refused = run("segments", "export", "posters", "--out", file)
    assert (refused.exit_code, "cannot be written" in refused.output) == (1, True)
    exported = AuditEntry.objects.filter(action="people.exported", user=None)
    assert [one.detail for one in exported] == [{"members": 2}] * 3


def test_the_list_as_a_table_for_programs() -> None:
    printed = rows(rapport("list", "--segment", "Posters", "--csv"))
    assert [line["id"] for line in printed] == [
        str(one["id"]) for one in told("list", "--segment", "Posters")["members"]
    ]
    assert len(rows(rapport("list", "--csv", "--limit", 2))) == 2


def test_everybody_in_a_segment_is_tagged_and_that_is_taken_back() -> None:
    tag([community.ada()], "Regular", None)
    done = told("segments", "tag", "Posters", "regular")
    assert (done["tag"], done["members"], done["new"]) == ("Regular", 2, 1)
    assert told("tag", "list") == {"tags": [{"tag": "Regular", "members": 2}]}
    assert told("segments", "untag", "Regular", "--at", done["at"]) == {"tag": "Regular", "members": 1}
    assert [one.member for one in Tagged.objects.all()] == [community.ada()]
    again = run("segments", "untag", "Regular", "--at", done["at"])
    assert (again.exit_code, "Nothing was changed" in again.output) == (1, True)
    assert "To take it back" in rapport("segments", "tag", "Posters", "Two words")
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["segment.saved", "people.tagged", "people.untagged", "people.tagged"]


def test_what_cannot_be_is_told_in_words() -> None:
    for words in (["export", "Nobody"], ["tag", "Nobody", "x"], ["tag", "Posters", " "], ["untag", "x", "--at", NOW]):
        done = run("segments", *words)
        assert (done.exit_code, "Traceback" in done.output) == (1, False), done.output
    assert run("segments", "untag", "x", "--at", "yesterday").exit_code == 2


NOW = "2026-11-22T10:00:00.000000+00:00"
