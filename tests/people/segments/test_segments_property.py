"""Any segment over any ledger: its answer is the one that plain Python gives, and its text is stable."""

import os
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import ibis
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.ledger.engines.delta import MENTION, ROLLUP
from rapport.ledger.engines.duckdb import DuckDB
from rapport.people.acts import Acts, Version
from rapport.people.loading import load
from rapport.people.map import SCHEMA
from rapport.people.segments import tree as t
from rapport.people.segments.answering import fitting
from rapport.people.segments.reading import read
from rapport.people.segments.words import Known
from rapport.people.segments.writing import write

TODAY = date(2024, 3, 10)
FIRST = date(2023, 1, 1)
TOPIC, POST, ANSWER, COMMIT, STAR, QUESTION, RESPONSE, ATTENDANCE = 1, 2, 3, 6, 21, 33, 34, 40
KINDS = (TOPIC, POST, ANSWER, COMMIT, STAR, QUESTION, RESPONSE, ATTENDANCE)
WEIGHTS = {ANSWER: 6, COMMIT: 8, RESPONSE: 6}
MEANS = {
    "active": set(KINDS),
    "contributed": {ANSWER, COMMIT, RESPONSE},
    "asked": {TOPIC, QUESTION},
    "answered": {ANSWER, RESPONSE},
    "coded": {COMMIT},
    "posted": {TOPIC, POST, QUESTION},
    "attended": {ATTENDANCE},
    "starred": {STAR},
    "topic": {TOPIC},
    "commit": {COMMIT},
}
SEED = os.environ.get("PROVE_SEED") or str(random.randrange(1 << 32))
LEDGERS, SEGMENTS = int(os.environ.get("PROVE_LEDGERS", "4")), 60
SIDES = {1: "community", 2: "community", 3: "team", 4: "bot", 5: "community"}


class Done(NamedTuple):
    day: date
    platform: str
    kind: int
    language: str | None
    identity: int | None


# A ledger


def a_ledger(chance: random.Random) -> list[Done]:
    """Few days, kinds and people, so that most questions are nearly answered by somebody."""
    return [
        Done(
            day=chance.choice(
                [FIRST + timedelta(days=chance.randrange(480)), TODAY - timedelta(days=chance.randrange(70))]
            ),
            platform=chance.choice(["discourse", "discord", "stackexchange"]),
            kind=chance.choice(KINDS),
            language=chance.choice([None, "en", "de"]),
            identity=chance.choice([None, *range(1, 13)]),
        )
        for _ in range(chance.choice([0, 30, 60, 90]))
    ]


def a_map(chance: random.Random) -> dict[int, int]:
    return {identity: chance.choice(list(SIDES)) for identity in range(1, 13) if chance.random() < 0.9}


def a_period(chance: random.Random) -> t.Period:
    one, other = sorted(FIRST + timedelta(days=chance.randrange(480)) for _ in range(2))
    last = t.Last(chance.randrange(1, 15), chance.choice(["day", "week", "month", "year"]))
    return chance.choice(
        [t.Days(one, other), t.Days(one.replace(day=1), _month_end(one)), t.Days(since=one), t.Days(until=one), last]
    )


def a_condition(chance: random.Random) -> t.Tree:
    period = a_period(chance)
    limit = chance.choice(["least", "most", "exactly"])
    times = t.Times("least") if chance.random() < 0.3 else t.Times(limit, chance.randrange(limit != "most", 6))
    did = t.Did(
        chance.choice(["active", "contributed", *MEANS]),
        times,
        platform=chance.choice(["", "", "", "discourse", "discord"]),
        language=chance.choice(["", "", "", "en", "de"]),
        period=chance.choice([None, period]),
    )
    silent = t.Silent(period if isinstance(period, t.Last) or period.until is None else t.Days(since=period.until))
    score = t.Score(chance.choice(["least", "most"]), 2 * chance.randrange(1, 40), chance.choice([None, period]))
    seen = t.Seen(chance.choice(["first", "last"]), period)
    return chance.choice(
        [did, did, did, did, seen, silent, score, score, t.Side(chance.choice(["team", "community", "bot"]))]
    )


def a_tree(chance: random.Random, depth: int = 2) -> t.Tree:
    form = chance.random() if depth else 0
    if form < 0.6:
        return a_condition(chance)
    if form < 0.7:
        one = a_tree(chance, depth - 1)
        return one.one if isinstance(one, t.Not) else t.Not(one)
    kind: type = chance.choice([t.All, t.Either])
    tree: t.Tree = kind(_flat([a_tree(chance, depth - 1) for _ in range(chance.choice([2, 3]))], kind))
    return tree


# A segment

days = st.integers(0, 480).map(lambda n: FIRST + timedelta(days=n))
ends = st.tuples(days, days).map(sorted).map(lambda pair: t.Days(*pair))
months = st.dates(FIRST, TODAY).map(lambda day: t.Days(day.replace(day=1), _month_end(day)))
spans = st.one_of(ends, months, days.map(lambda day: t.Days(since=day)), days.map(lambda day: t.Days(until=day)))
lasts = st.builds(t.Last, st.integers(1, 20), st.sampled_from(["day", "week", "month", "year"]))
periods = st.one_of(spans, lasts)
limits = st.one_of(
    st.builds(t.Times, st.just("least"), st.integers(1, 4)),
    st.builds(t.Times, st.just("most"), st.integers(0, 4)),
    st.builds(t.Times, st.just("exactly"), st.integers(1, 4)),
)
conditions = st.one_of(
    st.builds(
        t.Did,
        st.sampled_from(list(MEANS)),
        limits,
        platform=st.sampled_from(["", "", "", "discourse", "discord"]),
        language=st.sampled_from(["", "", "", "en", "de"]),
        period=st.one_of(st.none(), st.none(), periods),
    ),
    st.builds(t.Seen, st.sampled_from(["first", "last"]), periods),
    st.builds(t.Silent, st.one_of(days.map(lambda day: t.Days(since=day)), lasts)),
    st.builds(t.Side, st.sampled_from(["team", "community", "bot"])),
    st.builds(t.Score, st.sampled_from(["least", "most"]), st.integers(1, 30), st.one_of(st.none(), periods)),
)
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=12)
texts_only = st.one_of(
    st.builds(t.Tagged, words),
    st.builds(t.At, words),
    st.builds(t.HasEmail),
    st.builds(t.Called, st.sampled_from(["name", "handle"]), words),
    st.builds(t.Did, st.just("asked"), channel=words, language=st.sampled_from(["", "en"])),
)


def _trees(leaves: st.SearchStrategy[t.Tree]) -> st.SearchStrategy[t.Tree]:
    def further(inner: st.SearchStrategy[t.Tree]) -> st.SearchStrategy[t.Tree]:
        several = st.lists(inner, min_size=2, max_size=3)
        return st.one_of(
            inner.filter(lambda one: not isinstance(one, t.Not)).map(t.Not),
            several.map(lambda each: t.All(_flat(each, t.All))),
            several.map(lambda each: t.Either(_flat(each, t.Either))),
        )

    return st.recursive(leaves, further, max_leaves=5)


def _flat(each: list[t.Tree], kind: type) -> tuple[t.Tree, ...]:
    return tuple(part for one in each for part in (one.each if isinstance(one, kind) else (one,)))  # type: ignore[attr-defined]


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


# Plain Python


def plainly(tree: t.Tree, ledger: list[Done], members: dict[int, int]) -> set[int]:
    everything: dict[int, list[Done]] = defaultdict(list)
    for one in ledger:
        if one.identity in members:
            everything[members[one.identity]].append(one)
    there = set(members.values())
    found = {member for member in there if _fits(tree, member, everything[member])}
    return found if "a bot" in write(tree) else {member for member in found if SIDES[member] != "bot"}


def _fits(tree: t.Tree, member: int, mine: list[Done]) -> bool:
    match tree:
        case t.All(each):
            return all(_fits(one, member, mine) for one in each)
        case t.Either(each):
            return any(_fits(one, member, mine) for one in each)
        case t.Not(one):
            return not _fits(one, member, mine)
        case t.Did(what, times, platform, "", language, period):
            inside = _inside(period)
            n = sum(
                one.kind in MEANS[what]
                and platform in ("", one.platform)
                and language in ("", one.language)
                and inside(one.day)
                for one in mine
            )
            return {"least": n >= times.n, "most": n <= times.n, "exactly": n == times.n}[times.limit]
        case t.Seen(which, period):
            ordered = sorted(one.day for one in mine)
            return bool(ordered) and _inside(period)(ordered[0 if which == "first" else -1])
        case t.Silent(t.Days(since, None)):
            return bool(mine) and all(one.day < since for one in mine)  # type: ignore[operator]
        case t.Silent(period):
            begun = min(day for day in _calendar() if _inside(period)(day))
            return bool(mine) and all(one.day < begun for one in mine)
        case t.Side(side):
            return SIDES[member] == side
        case t.Score(limit, n, period):
            score = sum(WEIGHTS.get(one.kind, 0) for one in mine if _inside(period)(one.day))
            return score >= n if limit == "least" else score <= n
        case _:
            raise AssertionError(tree)


def _calendar() -> list[date]:
    return [date(1990, 1, 1) + timedelta(days=n) for n in range(365 * 40)]


def _inside(period: t.Period | None) -> Callable[[date], bool]:
    match period:
        case None:
            return lambda _: True
        case t.Days(since, until):
            return lambda day: (since is None or since <= day) and (until is None or day <= until)
        case t.Last(n, unit) if unit in ("day", "week"):
            length = n * {"day": 1, "week": 7}[unit]
            return lambda day: 0 <= (TODAY - day).days < length
        case t.Last(n, unit):
            months = n * {"month": 1, "year": 12}[unit]
            return lambda day: (
                day <= TODAY and (TODAY.year - day.year) * 12 + TODAY.month - day.month < months + (day.day > TODAY.day)
            )


# The ledger as the acts have it


def loaded(ledger: list[Done], members: dict[int, int]) -> Acts:
    cells: dict[tuple[object, ...], int] = defaultdict(int)
    for one in ledger:
        cells[one] += 1
    rows = [
        {
            "month": one.day.year * 100 + one.day.month, "day": one.day, "platform": one.platform, "kind": one.kind,
            "language": one.language, "identity": one.identity, "n": n,
            "first_at": datetime(one.day.year, one.day.month, one.day.day, 23, 59, tzinfo=UTC),
        }
        for one, n in cells.items()
    ]  # type: ignore[attr-defined]  # fmt: skip
    engine = ibis.duckdb.connect()
    engine.con.execute("SET threads = 1")
    engine.create_table("rollup", pyarrow.Table.from_pylist(rows, schema=ROLLUP))
    engine.create_table("mention", MENTION.empty_table())
    linked = [{"identity": key, "member": member, "side": SIDES[member]} for key, member in members.items()]
    return load(DuckDB(engine), pyarrow.Table.from_pylist(linked, schema=SCHEMA), Version((("by hand", 1),), 1, TODAY))


@pytest.mark.parametrize(
    "ledger_number", [0, *(pytest.param(number, marks=pytest.mark.slow) for number in range(1, LEDGERS))]
)
def test_an_answer_is_the_one_that_plain_python_gives(ledger_number: int) -> None:
    seed = f"{SEED}/{ledger_number}"
    chance = random.Random(seed)
    ledger, members = a_ledger(chance), a_map(chance)
    acts = loaded(ledger, members)
    for _ in range(SEGMENTS):
        tree = a_tree(chance)
        found = fitting(acts, tree)
        told = {row["member"] for row in acts.ask(found.table, found.beside)}
        assert told == plainly(tree, ledger, members), f"{write(tree)} (PROVE_SEED={seed})"


@settings(suppress_health_check=list(HealthCheck))
@given(_trees(st.one_of(conditions, texts_only)))
def test_a_text_is_stable_and_means_what_it_was_written_for(tree: t.Tree) -> None:
    text = write(tree)
    assert read(text, Known(), TODAY) == tree, text
    assert write(read(text, Known(), TODAY)) == text
