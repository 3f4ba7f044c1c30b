"""Segments as people write them, asked of a real ledger, held against a plain reading of what was put into it.

Nothing here is shared with what answers: a condition is drawn as its English text and, beside it, what that text means
for the list of things somebody did. The ledgers put activities where answers turn: at the first and last instant of the
days that are asked for, in UTC and in the machine's zone, on the days on which clocks are set, as often as is asked or
once more or less; of two accounts of one person, of bots and of who is limited; edited, deleted, merged and parted.
"""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Identity as Kept
from rapport.people import current
from rapport.people import map as member_map
from rapport.people.follow import follow
from rapport.people.merging import NotPossible, keep_apart, merge, take_back
from rapport.people.mine.limiting import limit
from rapport.people.models import Link, Member
from rapport.people.segments.saved import numbers_of
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record, Told

pytestmark = pytest.mark.django_db(transaction=True)
LEDGERS = int(os.environ.get("PROVE_LEDGERS", "2"))
PEOPLE = 16
BOTS, LIMITED, TEAM = {0}, {1, 2}, {3}
"""Accounts by their numbers; 2 may be put together with one that is not limited."""
TABLES = (
    "ledger_activity, ledger_identity, ledger_channel, ledger_month, ledger_claim, ledger_erased, ledger_copy,"
    " people_member, people_link"
)
PLACES = {"discourse": ("help", "Talk"), "discord": ("help", "random")}
NAMES = {"discourse": "Discourse", "discord": "Discord"}
GIVES = {"answer": 6, "commit": 8, "review": 8}
"""What each kind weighs as a contribution; the others are none."""
VERBS = {
    "active": {"post", "answer", "commit", "review", "star", "topic"},
    "contributed": {"answer", "commit", "review"},
    "answered": {"answer"},
    "coded": {"commit"},
    "reviewed": {"review"},
    "posted": {"topic", "post"},
    "asked": {"topic"},
    "starred": {"star"},
}
KINDS = sorted(VERBS["active"])
NOW = datetime.now(UTC).date()
DAYS = [
    NOW, NOW + timedelta(days=1), NOW - timedelta(days=6), NOW - timedelta(days=7), NOW - timedelta(days=8),
    date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 10), date(2024, 3, 31), date(2024, 11, 3), date(2024, 12, 31),
    date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1),
]  # fmt: skip
"""10 March and 3 November 2024: clocks are set in New York; 31 March: in Europe."""
INSTANTS = [timedelta(0), timedelta(hours=4, minutes=59), timedelta(hours=12), timedelta(days=1, microseconds=-1)]


class Deed(NamedTuple):
    who: int
    at: datetime
    kind: str
    platform: str
    place: str
    fate: str
    """`stays`; `deleted`; `moved`: an edit says it was a day later; `other`: an edit says it was a star."""


class Life(NamedTuple):
    """One member, as those should be counted whom the pages show."""

    accounts: frozenset[int]
    side: str
    done: tuple[Deed, ...]


_EVERYWHERE = [(platform, place) for platform in sorted(PLACES) for place in PLACES[platform]]
BEFORE = [Deed(n, datetime(2020, 1, 1, 12, tzinfo=UTC), "star", *where, "stays") for n, where in enumerate(_EVERYWHERE)]
"""Every place has something in it."""
Fits = Callable[[Life, date], bool]
Asked = tuple[str, Fits]


# A ledger

moments = st.tuples(st.sampled_from(DAYS), st.sampled_from(INSTANTS)).map(
    lambda both: datetime(both[0].year, both[0].month, both[0].day, tzinfo=UTC) + both[1]
)
fates = st.sampled_from(["stays", "stays", "stays", "deleted", "moved", "other"])
deeds = st.sampled_from(sorted(PLACES)).flatmap(
    lambda platform: st.builds(
        Deed,
        st.integers(0, PEOPLE - 1),
        moments,
        st.sampled_from(KINDS),
        st.just(platform),
        st.sampled_from(PLACES[platform]),
        fates,
    )
)
two = st.tuples(st.integers(2, PEOPLE - 1), st.integers(2, PEOPLE - 1)).filter(lambda pair: pair[0] != pair[1])
steps = st.lists(st.tuples(st.sampled_from(["merge", "merge", "back"]), two), max_size=12)


def account(number: int) -> Identity:
    return Identity("forum", str(number), handle=f"u{number}", name=f"Name{number}", bot=number in BOTS or None,
                    staff=number in TEAM)  # fmt: skip


def written(number: int, deed: Deed) -> list[Activity]:
    """What a source tells of a deed, one word after the other."""

    def told(at: datetime, kind: str, revision: int, *, deleted: bool = False) -> Activity:
        place = Channel(deed.platform, deed.place, deed.place)
        return Activity(
            deed.platform, f"d{number}", kind, at, account(deed.who), place, revision, text="x", deleted=deleted
        )

    first = told(deed.at, deed.kind, 1)
    later = {
        "stays": [],
        "deleted": [told(deed.at, deed.kind, 2, deleted=True)],
        "moved": [told(deed.at + timedelta(days=1), deed.kind, 2)],
        "other": [told(deed.at, "star", 2)],
    }[deed.fate]
    return [*later, first] if number % 2 else [first, *later]  # what is old may come last


def became(deed: Deed) -> Deed | None:
    if deed.fate == "moved":
        return deed._replace(at=deed.at + timedelta(days=1))
    return None if deed.fate == "deleted" else deed._replace(kind="star") if deed.fate == "other" else deed


def settle(done: list[Deed], changes: list[tuple[str, tuple[int, int]]]) -> dict[int, int]:
    """Fill the tables and answer which member each account is."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} CASCADE")
    told = [written(number, deed) for number, deed in enumerate([*BEFORE, *done])]
    appender = Appender()
    everybody = [Told(account(n), datetime(2020, 1, 1, tzinfo=UTC)) for n in range(PEOPLE)]
    with transaction.atomic():
        appender.append([Record("people", [], people=everybody)])
    for turn in range(2):
        with transaction.atomic():
            appender.append([Record(str(n), [words[turn]]) for n, words in enumerate(told) if len(words) > turn])
    follow()
    made = []
    for step, (one, other) in changes:
        members = [Member.objects.get(links__identity__native_id=str(number)) for number in (one, other)]
        try:
            if step == "merge" and members[0] != members[1]:
                made.append(merge(members[0], [members[1]], "", None))
            elif step == "back" and made:
                take_back(made.pop(one % len(made)), None)
            elif members[0] != members[1]:
                keep_apart(*members, "", None)
        except NotPossible:
            continue
    limit(Kept.objects.filter(native_id__in=map(str, LIMITED)).values_list("pk", flat=True), None)
    copy.refresh()
    return {int(key): member for key, member in Link.objects.values_list("identity__native_id", "member")}


def lives(done: list[Deed], members: dict[int, int]) -> Iterator[tuple[int, Life]]:
    """Nobody is shown of whom every account is limited, and nothing of an account that is."""
    there = [now for deed in [*BEFORE, *done] if (now := became(deed))]
    for member in set(members.values()):
        accounts = frozenset(number for number in members if members[number] == member) - LIMITED
        if accounts:
            held = {number for number in members if members[number] == member}
            side = "bot" if held & BOTS else "team" if held & TEAM else "community"
            yield member, Life(accounts, side, tuple(deed for deed in there if deed.who in accounts))


# What is asked


def day_of(deed: Deed) -> date:
    """In UTC."""
    return date.fromordinal(719163 + int((deed.at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(days=1)))


def between(first: date, last: date) -> Callable[[date, date], bool]:
    return lambda day, _: first.toordinal() <= day.toordinal() <= last.toordinal()


EVER, NEVER = date(1, 1, 1), date(9999, 12, 31)
ADAY = timedelta(days=1)
named = st.sampled_from([
    ("in 2024", between(date(2024, 1, 1), date(2024, 12, 31))),
    ("in February 2024", between(date(2024, 2, 1), date(2024, 2, 29))),
    ("since March 2024", between(date(2024, 3, 1), NEVER)),
    ("until June 2025", between(EVER, date(2025, 6, 30))),
    ("before 2025", between(EVER, date(2024, 12, 31))),
    ("after June 2025", between(date(2025, 7, 1), NEVER)),
    ("between March 2024 and 2025", between(date(2024, 3, 1), date(2025, 12, 31))),
    ("in the last 7 days", lambda day, today: 0 <= (today - day).days <= 6),
    ("in the last day", lambda day, today: day == today),
    ("in the last week", lambda day, today: 0 <= (today - day).days <= 6),
])  # fmt: skip
dated = st.sampled_from(DAYS).flatmap(
    lambda day: st.sampled_from([
        (f"since {day}", between(day, NEVER)),
        (f"after {day}", between(day + ADAY, NEVER)),
        (f"until {day}", between(EVER, day)),
        (f"before {day}", between(EVER, day - ADAY)),
        (f"on {day}", between(day, day)),
        (f"between {day} and {day + ADAY}", between(day, day + ADAY)),
    ])
)  # fmt: skip
whens = st.one_of(st.just(("", lambda day, today: True)), named, dated, dated)
wheres = st.one_of(
    st.just(("", lambda deed: True)),
    st.sampled_from(sorted(NAMES)).map(lambda key: (f"on {NAMES[key]}", lambda deed: deed.platform == key)),
    st.sampled_from(["help", "Talk", "random"]).map(lambda name: (f'in "{name}"', lambda deed: deed.place == name)),
)
oftens = st.one_of(
    st.just(("", lambda n: n > 0)),
    st.sampled_from([
        ("twice", lambda n: n in range(2, 999)),
        ("exactly once", lambda n: n == 1),
        ("exactly twice", lambda n: n == 2),
        ("at most once", lambda n: n in (0, 1)),
    ]),
    st.integers(1, 5).flatmap(lambda many: st.sampled_from([
        (f"at least {many} times", lambda n: not n < many),
        (f"more than {many} times", lambda n: not n < many + 1),
        (f"fewer than {many} times", lambda n: n < many),
        (f"exactly {many} times", lambda n: n == many),
        (f"at most {many} times", lambda n: n < many + 1),
    ])),
)  # fmt: skip


@st.composite
def did(draw: st.DrawFn) -> Asked:
    verb, (often, enough) = draw(st.sampled_from(sorted(VERBS))), draw(oftens)
    (where, there), (when, then) = draw(wheres), draw(whens)

    def fits(life: Life, today: date) -> bool:
        return enough(
            sum(1 for one in life.done if one.kind in VERBS[verb] and there(one) and then(day_of(one), today))
        )

    return " ".join(part for part in (verb, often, where, when) if part), fits


@st.composite
def never(draw: st.DrawFn) -> Asked:
    text, fits = draw(
        did().filter(lambda asked: " ti" not in asked[0] and "once" not in asked[0] and "twice" not in asked[0])
    )
    return f"never {text}", lambda life, today: not fits(life, today)


@st.composite
def seen(draw: st.DrawFn) -> Asked:
    which, (when, then) = draw(st.sampled_from(["first", "last"])), draw(st.one_of(named, dated))

    def fits(life: Life, today: date) -> bool:
        ordered = sorted(life.done, key=lambda one: one.at)
        return bool(ordered) and then(day_of(ordered[0 if which == "first" else -1]), today)

    return f"{which} seen {when}", fits


@st.composite
def silent(draw: st.DrawFn) -> Asked:
    day = draw(st.sampled_from(DAYS))
    text, begins = draw(
        st.sampled_from([(f"since {day}", lambda _: day), ("for 7 days", lambda today: today - 6 * ADAY)])
    )
    return f"silent {text}", lambda life, today: bool(life.done) and max(map(day_of, life.done)) < begins(today)


@st.composite
def scored(draw: st.DrawFn) -> Asked:
    least, n, (when, then) = draw(st.booleans()), draw(st.sampled_from([6, 6, 8, 8, 12, 14, 16])), draw(whens)

    def fits(life: Life, today: date) -> bool:
        score = sum(GIVES.get(one.kind, 0) for one in life.done if then(day_of(one), today))
        return score >= n if least else score <= n

    return f"score {'at least' if least else 'at most'} {n} {when}".strip(), fits


who = st.one_of(
    st.sampled_from(["team", "community"]).map(lambda side: (f"in the {side}", lambda life, _: life.side == side)),
    st.integers(2, 9).map(
        lambda n: (f'handle contains "U{n}"', lambda life, _: any(str(a).startswith(str(n)) for a in life.accounts))
    ),
)
conditions = st.one_of(did(), did(), did(), never(), seen(), silent(), scored(), scored(), who)


@st.composite
def several(draw: st.DrawFn) -> Asked:
    texts, fit = zip(*draw(st.lists(conditions, min_size=2, max_size=3)), strict=True)
    together = draw(st.sampled_from(["all", "any", "none"]))
    if together == "all":
        return ", ".join(texts), lambda life, today: all(one(life, today) for one in fit)
    if together == "any":
        return " or ".join(texts), lambda life, today: any(one(life, today) for one in fit)
    return f"not ({' or '.join(texts)})", lambda life, today: not any(one(life, today) for one in fit)


questions = st.lists(st.one_of(conditions, conditions, several()), min_size=60, max_size=80)


@pytest.fixture
def _far_away() -> Iterator[None]:
    """A machine whose clock is New York's."""
    was = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    os.environ.pop("TZ") if was is None else os.environ.update(TZ=was)
    time.tzset()


@given(st.lists(deeds, min_size=90, max_size=160), steps, questions)
@settings(
    max_examples=LEDGERS, deadline=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate], print_blob=False,
)  # fmt: skip
@pytest.mark.timeout(60 + 90 * LEDGERS)
@pytest.mark.usefixtures("_far_away")
def test_an_answer_is_what_the_list_of_deeds_says(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    done: list[Deed],
    changes: list[tuple[str, tuple[int, int]]],
    asked: list[Asked],
) -> None:
    settings.COPY, settings.TIME_ZONE = Path(tmp_path_factory.mktemp("copy")) / "copy", "America/New_York"
    current._held.clear()
    member_map._held.clear()
    members = settle(done, changes)
    acts = current.current()
    shown = dict(lives(done, members))
    for text, fits in asked:
        expected = {member for member, life in shown.items() if life.side != "bot" and fits(life, acts.version.today)}
        assert set(numbers_of(text, acts)) == expected, text


def test_bots_are_there_when_they_are_asked_for_and_else_never(settings: Settings, tmp_path: Path) -> None:
    settings.COPY = tmp_path / "copy"
    current._held.clear()
    members = settle([], [("merge", (3, 4))])
    assert numbers_of("a bot") == [members[0]]
    assert members[0] not in numbers_of("never coded")
    assert set(numbers_of("a bot or in the team")) == {members[0], members[3]}
    assert not {members[1], members[2]} & set(numbers_of("active or never active"))
