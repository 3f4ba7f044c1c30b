"""`rapport people …` says and does the same as the pages."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry
from rapport.cli.main import app
from rapport.cli.people import app as people
from rapport.people.models import Decision, Link
from tests.people import community
from tests.people.test_same_page import ada_twice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def rapport(*words: object) -> str:
    done = CliRunner().invoke(app, ["people", *map(str, words)])
    assert done.exit_code == 0, done.output
    return done.output


def told(*words: object) -> Any:
    return json.loads(rapport(*words, "--json"))


def commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from commands(f"{name} {word}".strip(), inner)


def test_every_command_can_print_json_and_says_what_it_does() -> None:
    found = dict(commands("", typer.main.get_command(people)))
    assert {"contact wrote", "note add", "promise done", "segments export", "tag remove", "task list"} < set(found)
    assert [name for name, one in found.items() if not any("--json" in each.opts for each in one.params)] == []
    assert [name for name, one in found.items() if not one.help] == []


def test_list_tells_who_fits() -> None:
    found = told("list", "--sort", "name", "--limit", 2)
    assert found["total"] == 5
    assert len(found["members"]) == 2
    assert [one["name"] for one in told("list", "--side", "team")["members"]] == ["Grace Hopper"]
    assert "and 3 more" in rapport("list", "--limit", 2)


def test_show_tells_the_figures_and_the_reasons() -> None:
    ada = community.ada()
    shown = told("show", ada.pk)
    assert (shown["name"], shown["activities"]) == ("Ada Lovelace", 40)
    assert [one["evidence"] for one in shown["decisions"]] == ["the same e-mail address"]
    assert "x.dev>" not in json.dumps(shown)
    assert "40 activities" in rapport("show", ada.pk)


def test_programs_are_told_the_decision_and_the_member() -> None:
    ada, home = community.ada(), community.ada_at_home()
    merged = told("merge", ada.pk, home.pk)
    assert merged["member"] == {"id": ada.pk, "name": "Ada Lovelace", "side": "community"}
    back = told("undo", merged["decision"])
    assert (back["kind"], back["undone"]) == ("unmerge", merged["decision"])
    second = Link.objects.filter(member=ada).latest("identity_id")
    apart = told("split", ada.pk, second.identity_id)
    assert (apart["kind"], Link.objects.get(identity=second.identity_id).member_id) == (
        "unmerge",
        apart["member"]["id"],
    )


def test_merge_undo_and_split() -> None:
    ada, home = community.ada(), community.ada_at_home()
    rapport("merge", ada.pk, home.pk, "--because", "she said so")
    decision = Decision.objects.get(evidence="she said so")
    assert community.ada_at_home() == ada
    rapport("undo", decision.pk)
    assert community.ada_at_home() == home
    second = Link.objects.filter(member=ada).latest("identity_id")
    rapport("split", ada.pk, second.identity_id)
    assert Link.objects.filter(member=ada).count() == 1
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["person.merged", "person.undone", "person.split"]


@pytest.mark.parametrize(
    "words",
    [["show", "987"], ["undo", "987"], ["merge", "987", "986"], ["apart", "987", "986"], ["list", "--since", "x"]],
)
def test_what_cannot_be_is_told_in_words(words: list[str]) -> None:
    done = CliRunner().invoke(app, ["people", *words])
    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_same_lists_who_waits_and_propose_tells_what_it_did() -> None:
    pair = ada_twice()
    found = told("same")
    assert (found["total"], found["pairs"][0]["evidence"]) == (1, pair.proposal.evidence)
    assert [one["id"] for one in found["pairs"][0]["members"]] == [pair.one.pk, pair.other.pk]
    assert "Ada Lovelace" in rapport("same")
    done = told("propose")
    assert (done["identities"], done["waiting"]) == (7, told("same")["total"])


def test_apart_and_back() -> None:
    pair = ada_twice()
    said = told("apart", pair.one.pk, pair.other.pk, "--because", "mother and daughter")
    assert (told("same")["total"], said["kind"]) == (0, "apart")
    rapport("undo", said["decision"])
    assert told("same")["total"] == 1
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["person.kept_apart", "person.undone"]


def test_follow_says_what_it_did() -> None:
    assert told("follow") == {"identities": 0, "members": 0, "merged": 0}
