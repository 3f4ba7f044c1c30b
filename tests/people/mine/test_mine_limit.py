"""Limited is stored and nothing else, until it is lifted: everywhere a person can be found, they are not."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from typer.testing import CliRunner

from rapport.accounts.models import AuditEntry, Role, User
from rapport.cli.main import app
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Activity
from rapport.people.current import current
from rapport.people.everybody import everybody
from rapport.people.follow import follow
from rapport.people.listing import members
from rapport.people.merging import merge, take_back
from rapport.people.mine import limiting
from rapport.people.models import Affiliation, Limited, LogEntry, Member, Organisation
from rapport.people.proposals import how_many
from rapport.people.wanted import Wanted
from rapport.words.identity import git_author
from rapport.words.records import Record
from tests.people import community
from tests.people.mine.conftest import ADDRESS
from tests.people.test_same_page import ada_twice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled(transactional_db: None) -> None:
    cache.clear()
    community.settle()


@pytest.fixture
def team() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("mona@example.org", role=Role.OWNER))
    return client


def listed(wanted: Wanted = Wanted(side="all")) -> set[str]:  # noqa: B008  # it is frozen
    return {row.member.name for row in members(wanted, addresses=True, limit=None).rows}


def counted() -> int:
    acts = current()
    [row] = acts.ask(acts.table.aggregate(n=acts.table.n.sum()))
    return int(row["n"] or 0)


def test_by_oneself_out_of_everything_and_back(proving: Callable[..., Client], team: Client) -> None:
    ada_twice()
    ada, before = community.ada(), counted()
    home = Organisation.objects.create(name="Home")
    Affiliation.objects.create(member=ada, organisation=home)
    LogEntry.objects.create(identity_id=limiting.of_member(ada)[0], kind=1, day=community.START.date(), text="met her")
    assert "Ada Lovelace" in listed()
    assert how_many() == 1
    me = proving(ADDRESS)
    me.post("/me/limit/", {"limit": "1"})
    assert len([name for name in listed() if name == "Ada Lovelace"]) == 1, "she at home is not proved"
    assert listed(Wanted(q="ada@x.dev")) == set()
    assert counted() == before - 40
    assert how_many() == 0
    assert all(alias.address != "ada@x.dev" for alias in everybody().aliases)
    page = team.get(f"/people/{ada.pk}/").content.decode()
    assert "limited" in page
    assert "ada@x.dev" not in page
    assert "Lovelace" not in page
    places = ("?q=ada", "?q=ada@x.dev", "people.csv", "log/", "organisations/", f"organisations/{home.pk}/", "bots/")
    for path in ("/", "/find?q=lovelace", "/api/members", *(f"/people/{place}" for place in places)):
        answer = team.get(path)
        assert answer.status_code == 200, path
        told = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        assert b"forum.x.dev/u/ada" not in told, path
        assert f"/people/{ada.pk}/".encode() not in told, path
    mine = me.get("/me/").content.decode()
    assert "Limited." in mine
    assert "words of" in mine, "oneself sees it still"
    me.post("/me/limit/", {"limit": "0"})
    assert counted() == before
    assert how_many() == 1
    assert "ada@x.dev" in team.get(f"/people/{ada.pk}/").content.decode()


def test_new_activity_is_kept_and_not_shown(team: Client) -> None:
    ada, before = community.ada(), counted()
    team.post(f"/people/{ada.pk}/limit/", {"limit": "1"})
    more = community.post(901, community.ADA, community.START + timedelta(days=400))
    with transaction.atomic():
        Appender().append([Record("more", [more])])
    copy.refresh()
    assert Activity.objects.filter(text="words of 901").exists()
    assert counted() == before - 40
    team.post(f"/people/{ada.pk}/limit/", {"limit": "0"})
    assert counted() == before + 1


def test_who_is_proved_to_be_them_later_is_limited_too() -> None:
    ada = community.ada()
    limiting.limit(limiting.of_member(ada), None)
    late = community.post(902, git_author("A. Lovelace", "ada@x.dev"), community.START)
    with transaction.atomic():
        Appender().append([Record("late", [late])])
    follow()
    assert Limited.objects.count() == 3
    assert limiting.is_limited(ada)


def test_it_stays_with_the_identity_through_a_merge_and_back() -> None:
    ada, bob = community.ada(), community.member("Bob 100% Percent")
    limiting.limit(limiting.of_member(ada), None)
    decision = merge(bob, [ada], "", None)
    assert "Bob 100% Percent" in listed()
    assert not limiting.is_limited(bob)
    assert listed(Wanted(q="ada@x.dev")) == set()
    take_back(decision, None)
    assert limiting.is_limited(Member.objects.get(pk=ada.pk))


def test_only_who_may_erase_may_limit() -> None:
    client = Client()
    client.force_login(User.objects.create_user("rita@example.org", role=Role.RESPONDER))
    assert client.post(f"/people/{community.ada().pk}/limit/", {"limit": "1"}).status_code == 403
    assert not Limited.objects.exists()


def test_the_command_limits_and_lifts() -> None:
    ada, run = community.ada(), CliRunner()
    told = run.invoke(app, ["people", "limit", str(ada.pk), "--json"])
    assert json.loads(told.output) == {"id": ada.pk, "limited": True, "identities": 2}
    shown = run.invoke(app, ["people", "show", str(ada.pk)]).output
    assert "is limited" in shown
    assert "ada" not in shown.lower()
    assert "2 identities are no longer limited" in run.invoke(app, ["people", "limit", str(ada.pk), "--lift"]).output
    assert not Limited.objects.exists()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions == {"person.limited", "person.unlimited"}
