"""The list's figures are those that one counts by hand; filters, order and pages do what their address says."""

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from rapport.accounts.models import AuditEntry, Role, User
from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Activity
from rapport.people.follow import follow
from rapport.people.listing import Row, members
from rapport.people.models import Member, Side
from rapport.people.pages import members as members_page
from rapport.people.wanted import Wanted, WantedRefused, read_wanted
from rapport.words.identity import Identity
from rapport.words.kinds import BY_NUMBER
from rapport.words.records import Record
from tests.people import community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _settled() -> None:
    community.settle()


def client(role: Role = Role.OWNER) -> Client:
    browser = Client()
    browser.force_login(User.objects.create_user(f"{role}@team.dev", role=role))
    return browser


def rows(addresses: bool = True, limit: int | None = None, offset: int = 0, **asked: str) -> list[Row]:
    return members(read_wanted(asked), addresses=addresses, limit=limit, offset=offset).rows


def names(found: Iterable[Row]) -> list[str]:
    return [str(row.member) for row in found]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"platform": "git"},
        {"since": "2021-02-01", "until": "2021-03-31"},
        {"since": "2021-03-01", "platform": "discourse"},
        {"until": "2021-01-05"},
    ],
)
def test_figures_equal_those_counted_plainly(asked: dict[str, str]) -> None:
    wanted = read_wanted(asked)
    plain: dict[int, list[int]] = {}
    for done in Activity.objects.select_related("identity__link", "channel"):
        assert done.identity
        day = done.at.date()
        inside = (wanted.since or date.min) <= day <= (wanted.until or date.max)
        if inside and wanted.platform in ("", done.channel.platform):
            counts = plain.setdefault(done.identity.link.member_id, [0, 0])
            counts[0] += 1
            counts[1] += bool(BY_NUMBER[done.kind].gives)
    told = {row.member.pk: [row.activities, row.contributions] for row in rows(side="all", **asked)}
    assert told == plain


def test_first_and_last_are_of_the_whole_ledger() -> None:
    [row] = rows(q="bob", since="2021-03-01", until="2021-03-31")
    mine = Activity.objects.filter(identity__handle="bob").order_by("at")
    first, last = mine.first(), mine.last()
    assert first
    assert last
    assert (row.first_at, row.last) == (first.at, last.at.date())


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("", {"Ada Lovelace", "Bob 100% Percent", "<script>alert('eve')</script>", "Grace Hopper"}),
        ("bot", {"robot"}),
        ("team", {"Grace Hopper"}),
    ],
)
def test_sides(side: str, expected: set[str]) -> None:
    assert set(names(rows(side=side))) == expected


def test_newcomers_are_those_who_came_in_the_days_and_by_the_platform() -> None:
    """Ada's first commit was before her first post, so nobody can say that she came in through the forum."""
    days = {"since": "2020-11-01", "until": "2021-01-31", "new": "1"}
    assert "Ada Lovelace" in names(rows(**days))
    assert "Ada Lovelace" in names(rows(**days, platform="git"))
    assert "Ada Lovelace" not in names(rows(**days, platform="discourse"))
    assert set(names(rows(since="2021-01-05", until="2021-01-31", new="1"))) == {"Bob 100% Percent", "Grace Hopper"}


@pytest.mark.parametrize("column", ["name", "first", "last", "activities", "contributions"])
def test_sorting_up_and_down(column: str) -> None:
    keys = {
        "name": lambda row: str(row.member).lower(),
        "first": lambda row: row.first_at,
        "last": lambda row: row.last,
        "activities": lambda row: row.activities,
        "contributions": lambda row: row.contributions,
    }
    up, down = [[keys[column](row) for row in rows(sort=sort, side="all")] for sort in (column, f"-{column}")]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert len(up) == 6


@pytest.mark.parametrize("sort", ["", "name", "-activities"])
def test_pages_hold_everybody_once(sort: str) -> None:
    whole = names(rows(sort=sort))
    by_two = [name for offset in range(0, 8, 2) for name in names(rows(sort=sort, limit=2, offset=offset))]
    assert by_two == whole
    assert members(read_wanted({"sort": sort}), addresses=True, limit=2).total == len(whole) == 5


@pytest.mark.parametrize("words", ["lovelace", "LOVELACE", "@ada", "ada l."])
def test_search_finds_names_and_handles(words: str) -> None:
    assert set(names(rows(q=words))) == {"Ada Lovelace"}


def test_search_takes_wildcards_as_they_are() -> None:
    assert names(rows(q="100%")) == ["Bob 100% Percent"]
    assert rows(q="1_0") == []


def test_addresses_are_searched_only_for_who_may_see_them() -> None:
    assert len(rows(q="x.dev")) == 1
    assert rows(q="x.dev", addresses=False) == []
    assert b"Nobody fits" in client(Role.ANALYST).get("/people/?q=x.dev").content


def test_a_member_who_did_nothing_yet_is_listed() -> None:
    Activity.objects.all().delete()
    from rapport.ledger import copy

    copy.rebuild()
    assert {(row.activities, row.last) for row in rows(side="all")} == {(0, None)}


@pytest.mark.parametrize(
    "asked",
    [{"since": "soon"}, {"since": "2021-02-01", "until": "2021-01-01"}, {"sort": "x"}, {"side": "x"}, {"x": "1"}],
)
def test_what_makes_no_sense_is_refused_in_words(asked: dict[str, str]) -> None:
    with pytest.raises(WantedRefused):
        read_wanted(asked)
    answer = client().get("/people/", asked)
    assert answer.status_code == 400
    assert b'role="alert"' in answer.content


def test_an_empty_address_asks_for_everybody() -> None:
    assert read_wanted(dict.fromkeys(("q", "side", "platform", "since", "until", "new", "sort"), "")) == Wanted()


def test_the_page_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members_page, "PER_PAGE", 2)
    browser = client()
    second = browser.get("/people/?sort=name&page=2").content.decode()
    assert "3–4 of 5" in second
    assert "sort=name&amp;page=3" in second
    assert "1–2 of 5" in browser.get("/people/?page=99").content.decode()
    assert browser.get("/people/?page=" + "9" * 400).status_code == 200


def test_the_head_sorts_the_other_way_round() -> None:
    shown = client().get("/people/?sort=name&page=2").content.decode()
    assert 'aria-sort="ascending"><a href="?sort=-name"' in shown
    assert '<a href="?sort=-activities"' in shown


def test_hostile_names_are_text() -> None:
    shown = client().get("/people/").content.decode()
    assert "<script>alert(" not in shown
    assert "&lt;script&gt;alert(" in shown


def test_an_empty_home_names_the_next_step() -> None:
    Member.objects.all().delete()
    shown = client().get("/people/").content.decode()
    assert "Nobody here yet" in shown
    assert 'href="/collect/"' in shown


def test_the_file_holds_what_the_list_shows_and_is_audited() -> None:
    Member.objects.filter(name="Grace Hopper").update(name="=1+1")
    file = client().get("/people/people.csv?sort=name&side=all").getvalue().decode()
    told = list(csv.DictReader(file.splitlines()))
    assert [int(line["activities"]) for line in told] == [row.activities for row in rows(sort="name", side="all")]
    assert "'=1+1" in {line["name"] for line in told}
    entry = AuditEntry.objects.get(action="people.exported")
    assert entry.detail == {"members": 6}
    assert "@" not in file


@pytest.mark.parametrize("role", Role)
def test_only_who_may_export_is_offered_it(role: Role) -> None:
    offered = b"people.csv" in client(role).get("/people/").content
    assert offered == (role in (Role.OWNER, Role.MANAGER, Role.ANALYST))


def test_a_change_of_side_shows_at_once() -> None:
    from rapport.people.merging import put_on_side

    put_on_side(community.member("Bob 100% Percent"), Side.TEAM)
    assert "Bob 100% Percent" in names(rows(side="team"))


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_days_are_those_of_utc_in_every_zone(settings: Settings, zone: str) -> None:
    """A clock set wrong can say year 1, which zones west of Greenwich cannot write."""
    times = {
        "clock": [datetime(1, 1, 1, tzinfo=UTC)],
        "owl": [datetime(2021, 1, 5, hour, 30, tzinfo=UTC) for hour in (1, 23)],
    }
    for name, seen in times.items():
        author = Identity("discourse", name, handle=name)
        posts = [community.post(2_000 + len(name) * 10 + at.hour, author, at) for at in seen]
        with transaction.atomic():
            Appender().append([Record("line 1", [one]) for one in posts])
    follow()
    copy.refresh()
    settings.TIME_ZONE = zone
    visitor = client()
    assert '<time datetime="0001-01-01T00:00:00+00:00">1 Jan 0001</time>' in text_of(visitor, "/people/?q=clock")
    assert text_of(visitor, "/people/?q=owl").count(">5 Jan 2021</time>") == 2
    owl, clock = (Member.objects.get(links__identity__handle=name) for name in ("owl", "clock"))
    assert 'Seen on <time datetime="2021-01-05T01:30:00+00:00">5 January 2021</time> alone' in text_of(
        visitor, f"/people/{owl.pk}/"
    )
    assert ">1 January 0001</time> alone" in text_of(visitor, f"/people/{clock.pk}/")


def text_of(visitor: Client, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
