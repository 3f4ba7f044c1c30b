"""`rapport people note|tag|task|promise …`: written down, listed, done, taken away; for people and for scripts."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rapport.accounts.models import AuditEntry, User
from rapport.cli.main import app
from rapport.people import merging
from rapport.people.mine.limiting import limit, of_member
from rapport.people.models import Note, Tag, Tagged, Task
from rapport.people.notes.held import held
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def run(*words: object, given: str = "") -> Result:
    return CliRunner().invoke(app, ["people", *map(str, words)], input=given)


def rapport(*words: object, given: str = "") -> str:
    done = run(*words, given=given)
    assert done.exit_code == 0, done.output
    return done.output


def told(*words: object, given: str = "") -> Any:
    return json.loads(rapport(*words, "--json", given=given))


def audited() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_note_from_its_writing_to_its_end() -> None:
    ada = community.ada()
    written = told("note", "add", ada.pk, "prefers mail")
    assert (written["text"], written["by"], written["member"]) == ("prefers mail", None, ada.pk)
    rapport("note", "change", written["id"], "-", given="prefers chat\nin the morning\n")
    listed = told("note", "list", ada.pk)
    assert [one["text"] for one in listed["notes"]] == ["prefers chat\nin the morning"]
    assert "prefers chat" in rapport("note", "list", ada.pk)
    assert told("note", "delete", written["id"])["deleted"]
    assert held(ada).notes == []
    rapport("note", "restore", written["id"])
    assert [one.pk for one in held(ada).notes] == [written["id"]]
    assert audited() == ["person.noted", "person.note-changed", "person.note-deleted", "person.note-restored"]
    assert "chat" not in str(list(AuditEntry.objects.values_list("subject", "detail")))


def test_a_promise_is_given_listed_kept_and_opened_again() -> None:
    ada = community.ada()
    User.objects.create_user("mona@team.dev", name="Mona")
    late, soon = TODAY - timedelta(days=2), TODAY + timedelta(days=2)
    [first] = told("promise", "add", ada.pk, "the slides", "--due", late, "--who", "mona@team.dev")["tasks"]
    [other] = told("promise", "add", community.member("Grace Hopper").pk, "-", "--due", soon, given="a word\n")["tasks"]
    [task] = told("task", "add", ada.pk, "ask about the talk")["tasks"]
    assert (first["who"], first["promise"], task["promise"]) == ("Mona", True, False)
    listed = told("promise", "list")["promises"]
    assert [(one["id"], one["overdue"]) for one in listed] == [(first["id"], True), (other["id"], False)]
    assert listed[0]["member"] == {"id": ada.pk, "name": "Ada Lovelace"}
    assert [one["id"] for one in told("task", "list", ada.pk)["tasks"]] == [first["id"], task["id"]]
    assert [one["id"] for one in told("promise", "list", "--who", "mona@team.dev")["promises"]] == [first["id"]]
    assert [one["id"] for one in told("promise", "list", "--overdue")["promises"]] == [first["id"]]
    assert "overdue" in rapport("promise", "list")
    rapport("promise", "done", first["id"], other["id"])
    assert told("promise", "list") == {"promises": []}
    assert "was so before" in rapport("promise", "done", first["id"])
    rapport("promise", "reopen", first["id"])
    assert [one["id"] for one in told("promise", "list")["promises"]] == [first["id"]]
    rapport("task", "delete", first["id"], task["id"])
    assert told("task", "list") == {"tasks": []}
    rapport("task", "restore", "-", given=f"{first['id']}\n{task['id']}\n")
    assert len(told("task", "list")["tasks"]) == 2
    assert audited() == [
        *["person.task"] * 3,
        *["person.task-done"] * 2,
        "person.task-open",
        *["person.task-deleted"] * 2,
        *["person.task-restored"] * 2,
    ]


def test_tags_are_given_counted_and_taken_away() -> None:
    ada, bob = community.ada(), community.member("Bob 100% Percent")
    assert told("tag", "add", "#Speaker", ada.pk) == {"tag": "Speaker", "members": [ada.pk], "new": 1}
    again = told("tag", "add", "speaker", "-", given=f"{bob.pk} {ada.pk}")
    assert (again["tag"], again["members"], again["new"]) == ("Speaker", [bob.pk, ada.pk], 1)
    assert told("tag", "list") == {"tags": [{"tag": "Speaker", "members": 2}]}
    assert "Speaker" in rapport("tag", "list", ada.pk)
    assert told("tag", "list", community.member("Grace Hopper").pk) == {"tags": []}
    assert told("tag", "remove", "SPEAKER", ada.pk, community.member("Grace Hopper").pk)["members"] == [ada.pk]
    rapport("tag", "remove", "speaker", bob.pk)
    assert not Tag.objects.exists()
    assert audited() == [*["person.tagged"] * 3, *["person.untagged"] * 2]
    assert not [row for row in AuditEntry.objects.values_list("detail", flat=True) if "peaker" in str(row)]


def test_a_tag_of_who_was_merged_counts_and_goes_with_whom_they_are_now() -> None:
    ada, home = community.ada(), community.ada_at_home()
    rapport("tag", "add", "Speaker", ada.pk, home.pk)
    merging.merge(ada, [home], "she said so", None)
    assert told("tag", "list") == {"tags": [{"tag": "Speaker", "members": 1}]}
    rapport("tag", "remove", "Speaker", ada.pk)
    assert not Tagged.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["note", "add", "987", "x"], "rapport people list"),
        (["note", "add", "{ada}", "  "], "Write something first"),
        (["note", "change", "987", "x"], "rapport people note list"),
        (["note", "restore", "987"], "no deleted note 987"),
        (["task", "add", "{ada}", "x", "--due", "tomorrow"], "2024-03-31"),
        (["task", "add", "{ada}", "x", "--who", "nobody@team.dev"], "rapport accounts list"),
        (["task", "done", "987"], "rapport people task list"),
        (["promise", "done", "{task}"], "There is no promise"),
        (["promise", "list", "987"], "There is no member 987"),
        (["tag", "add", " # ", "{ada}"], "1 to 40 letters"),
        (["tag", "add", "x" * 41, "{ada}"], "1 to 40 letters"),
        (["tag", "add", "Speaker", "{ada}", "987"], "There is no member 987"),
        (["tag", "remove", "Nothing", "{ada}"], "rapport people tag list"),
    ],
)
def test_what_cannot_be_is_told_in_words_and_changes_nothing(words: list[str], said: str) -> None:
    task = Task.objects.create(member=community.ada(), text="no promise")
    done = run(*(word.format(ada=community.ada().pk, task=task.pk) for word in words))
    assert done.exit_code == 1, done.output
    assert said in " ".join(done.output.split())
    assert (Note.objects.count(), Task.objects.count(), Tagged.objects.count()) == (0, 1, 0)
    assert audited() == []


def test_what_is_no_number_is_not_understood() -> None:
    for words in (["task", "done", "first"], ["tag", "add", "Speaker", "-"], ["note", "add", "ada", "x"]):
        done = run(*words, given=f"{community.ada().pk} two")
        assert done.exit_code == 2, done.output
    assert not Tagged.objects.exists()


def test_nothing_is_written_of_who_is_limited_or_part_of_somebody_else() -> None:
    ada, home = community.ada(), community.ada_at_home()
    merging.merge(ada, [home], "she said so", None)
    away = run("note", "add", home.pk, "x")
    assert away.exit_code == 1
    assert f"part of Ada Lovelace ({ada.pk}) now" in " ".join(away.output.split())
    limit(of_member(ada), None)
    for words in (["note", "add", ada.pk, "x"], ["note", "list", ada.pk], ["tag", "add", "Speaker", ada.pk]):
        done = run(*words)
        assert done.exit_code == 1
        assert "is limited" in done.output
    assert not Note.objects.exists()
