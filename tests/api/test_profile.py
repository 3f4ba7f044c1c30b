"""A member in the API has the figures of their page and of the command, and what this role would see there."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import Role, User
from rapport.cli.main import app
from rapport.ledger import copy
from rapport.people import current, merging
from rapport.people import map as member_map
from rapport.people.log import keeping
from rapport.people.mine.limiting import limit, of_member
from rapport.people.models import Member, Side, Suspect
from rapport.people.notes.writing import note, tag, task
from rapport.people.organisations.looking import look as look_for_organisations
from rapport.people.organisations.saying import affiliate, named
from rapport.people.thanks.contact import wrote
from rapport.people.topics.reading import read
from tests.people import community

Enter = Callable[[Role], Client]


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    member_map._held.clear()
    current._held.clear()
    community.settle()
    ada = community.ada()
    keeping.write(ada, "talk", date(2021, 5, 1), "On engines", None)
    note(ada, "prefers mail", None)
    tag([ada], "Speaker", None)
    task(ada, "I will send you the slides", None, due=date(2021, 3, 1), promise=True)
    affiliate(ada, named("Analytical Engines"), date(2021, 1, 1), None, "her own words", None)
    look_for_organisations()
    copy.refresh()
    read()


def told(client: Client, member: Member) -> dict[str, Any]:
    answer = client.get(f"/api/members/{member.pk}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def everybody() -> list[Member]:
    return list(Member.objects.order_by("pk"))


def test_its_figures_are_those_of_the_page(enter: Enter) -> None:
    client = enter(Role.RESPONDER)
    seen = dict.fromkeys(("weight", "engaged", "milestones", "organisations", "notes", "tags", "tasks", "log"), 0)
    for member in everybody():
        shown, found = client.get(f"/people/{member.pk}/").context, told(client, member)
        figures, engaged, talks, held = shown["figures"], shown["engaged"], shown["talks"], shown["held"]
        assert (found["activities"], found["weight"]) == (figures.activities, figures.weight)
        assert found["given"] == [one._asdict() for one in figures.given]
        assert [(one["kind"], one["n"]) for one in found["parts"]] == [(one.kind.name, one.n) for one in figures.parts]
        assert found["engaged"]["pace"] == pytest.approx(engaged.pace._asdict())
        assert found["engaged"]["level"] == engaged.standing.level
        assert (found["engaged"]["love"]["step"], found["engaged"]["love"]["name"]) == (
            engaged.love.step,
            engaged.love.name,
        )
        assert [one["what"] for one in found["milestones"]] == [one.label for one in engaged.milestones]
        assert [one["word"] for one in found["cares_about"]["words"]] == [key.word for key in shown["words"].keys]
        assert [one["n"] for one in found["cares_about"]["places"]] == [one.n for one in shown["places"]]
        assert found["talks_with"]["reach"] == pytest.approx(talks.reach)
        assert [(one["id"], one["to"], one["by"]) for one in found["talks_with"]["people"]] == [
            (one.member.pk, one.to, one.by) for one in talks.people
        ]
        assert len(found["talks_with"]["with_team"]) == len(shown["exchanges"])
        assert [one["name"] for one in found["organisations"]] == [one.organisation.name for one in shown["employers"]]
        assert found["tags"] == [one.name for one in held.tags]
        assert [one["id"] for one in found["tasks"]] == [one.pk for one in held.open]
        assert [one["text"] for one in found["notes"]] == [one.text for one in held.notes]
        for name in seen:
            seen[name] += bool(found[name])
    assert all(seen.values()), seen


def test_the_command_says_the_same(enter: Enter) -> None:
    client = enter(Role.OWNER)
    for member in everybody():
        done = CliRunner().invoke(app, ["people", "show", str(member.pk), "--json"])
        assert done.exit_code == 0, done.output
        printed, found = json.loads(done.output), told(client, member)
        for same in ("as_of", "against_writing"):
            found.pop(same)
            printed.pop(same)
        printed["identities"] = [{key: one[key] for key in found["identities"][0]} for one in printed["identities"]]
        assert rounded(printed) == rounded(found)


def rounded(value: Any) -> Any:
    """The same document with its figures cut to what a page shows."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    if isinstance(value, float):
        return round(value, 6)
    return value


def test_what_the_team_wrote_is_told_to_whom_the_page_tells_it(enter: Enter) -> None:
    for role in Role:
        found = told(enter(role), community.ada())
        assert [one["text"] for one in found["notes"]] == ["prefers mail"]
        assert (found["tags"], found["tasks"][0]["promise"]) == (["Speaker"], True)


def test_who_may_be_a_bot_is_told_to_whom_may_say(enter: Enter) -> None:
    member = community.member("Bob 100% Percent")
    Suspect.objects.create(identity=member.links.get(), score=2.0, signs=["as regular as a clock"])
    assert told(enter(Role.RESPONDER), member)["may_be_a_bot"] == ["as regular as a clock"]
    assert told(enter(Role.ANALYST), member)["may_be_a_bot"] is None
    merging.put_on_side(member, Side.COMMUNITY)
    assert told(enter(Role.MANAGER), member)["may_be_a_bot"] == []


def test_who_is_limited_is_not_told_of(enter: Enter) -> None:
    client = enter(Role.OWNER)
    assert [one["text"] for one in client.get("/api/tasks").json()] == ["I will send you the slides"]
    limit(of_member(community.ada()), None)
    assert client.get(f"/api/members/{community.ada().pk}").status_code == 404
    assert client.get("/api/tasks").json() == []


def test_open_tasks_are_those_of_the_page_of_promises(enter: Enter) -> None:
    client, ada = enter(Role.AUTHOR), community.ada()
    soon = datetime.now(UTC).date() + timedelta(days=3)
    task(ada, "ask about the talk", None, due=soon, promise=False)
    shown = client.get("/people/promises/").context["promised"]
    found = client.get("/api/tasks", {"promise": "true"}).json()
    assert [(one["id"], one["overdue"], one["member"]["id"]) for one in found] == [
        (one.task.pk, one.overdue, one.member.pk) for one in shown
    ]
    assert [one["overdue"] for one in client.get("/api/tasks").json()] == [True, False]
    assert client.get("/api/tasks", {"promise": "perhaps"}).status_code == 422


def test_organisations_are_those_of_their_page(enter: Enter) -> None:
    client = enter(Role.AUTHOR)
    rows = client.get("/people/organisations/").context["rows"]
    found = client.get("/api/organisations").json()
    assert [(one["organisation"], one["people"], one["active"], one["contributions"]) for one in found] == [
        (row.organisation.name, row.people, row.active, row.contributions) for row in rows
    ]
    assert "Analytical Engines" in [one["organisation"] for one in found]


def test_no_address_is_given_out(enter: Enter) -> None:
    client = enter(Role.OWNER)
    nameless = User.objects.create_user("grace@example.org")
    wrote(community.ada(), "discourse", datetime.now(UTC).date(), nameless, anyway=True)
    about = told(client, community.ada())
    assert about["against_writing"][0].startswith("grace wrote to them")
    found = json.dumps([about["tasks"], about["against_writing"]]) + client.get("/api/tasks").content.decode()
    assert "@" not in found
