"""Small ledgers made by hand or by hypothesis, loaded into a real DuckDB."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import ibis
import pyarrow
from hypothesis import strategies

from rapport.ledger.engines.delta import ACTIVITY, KEYS, MENTION, ROLLUP, keyed
from rapport.ledger.engines.duckdb import DuckDB
from rapport.measure.topics.table import PLACED
from rapport.people.acts import Acts, Version
from rapport.people.loading import load
from rapport.people.map import SCHEMA
from rapport.people.organisations.affiliated import SAID as SAID_SCHEMA
from rapport.people.organisations.affiliated import WRITING as WRITING_SCHEMA

TODAY = date(2024, 3, 10)


class Act(NamedTuple):
    """One activity, as plain as can be."""

    at: datetime
    platform: str
    kind: int
    identity: int | None
    thread: int | None = None
    """The place in the list of acts of the one that begins its thread; its own where it begins one."""
    asks: bool = False
    language: str | None = None
    parent: int | None = None
    """The place of the one that it answers; without it, the one that begins its thread."""
    zone: int | None = None
    titled: bool = False
    channel: int | None = None
    """Without it, the one of its platform."""
    views: int | None = None
    reposts: int | None = None
    """How often, as its source tells."""


Members = dict[int, tuple[int, str]]
"""Identity → member and side; an identity that is missing is linked to nobody."""


def at(day: str, hour: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour), UTC)


def rollup(acts: list[Act]) -> pyarrow.Table:
    """What the ledger's copy job makes of these acts."""
    cells: dict[tuple[object, ...], list[datetime]] = {}
    for act in acts:
        key = (act.at.year * 100 + act.at.month, act.at.date(), act.platform, act.kind, act.identity, act.language)
        cells.setdefault(key, []).append(act.at)
    names = ("month", "day", "platform", "kind", "identity", "language")
    rows = [dict(zip(names, key, strict=True), n=len(times), first_at=min(times)) for key, times in cells.items()]
    return pyarrow.Table.from_pylist(rows, schema=ROLLUP)


def activity(acts: list[Act]) -> pyarrow.Table:
    """The copy's activities: an act's id is its place in the list."""
    rows = [
        {
            "id": key(place), "at": act.at, "month": act.at.year * 100 + act.at.month, "identity": act.identity,
            "channel": channel(act), "platform": act.platform, "kind": act.kind, "language": act.language,
            "asks": act.asks,
            "thread": None if act.thread is None else key(act.thread),
            "parent": _answered(act, place), "zone": act.zone, "title": "Title" if act.titled else None,
            "facts": _facts(act),
        }
        for place, act in enumerate(acts)
    ]  # fmt: skip
    told = pyarrow.schema([field for field in ACTIVITY if field.name not in KEYS])
    return pyarrow.Table.from_batches([keyed(pyarrow.RecordBatch.from_pylist(rows, schema=told))])


def channel(act: Act) -> int:
    """One a platform, unless it names another."""
    if act.channel is not None:
        return act.channel
    return sorted(["discourse", "git", "github", act.platform]).index(act.platform) + 1


def _facts(act: Act) -> str | None:
    """As PostgreSQL writes them."""
    told = {name: often for name, often in (("views", act.views), ("reposts", act.reposts)) if often is not None}
    return json.dumps(told) if told else None


def _answered(act: Act, place: int) -> bytes | None:
    answered = act.parent if act.parent is not None else act.thread
    return None if answered in (None, place) else key(answered or 0)


def key(place: int) -> bytes:
    """In the order of their places, also by the first bytes."""
    return (place << 80).to_bytes(16, "big")


def ledger(acts: list[Act], members: Members) -> Acts:
    backend = ibis.duckdb.connect()
    backend.con.execute("SET threads = 2")
    backend.con.execute("SET TimeZone = 'UTC'")
    backend.create_table("activity", activity(acts))
    backend.create_table("rollup", rollup(acts))
    backend.create_table("mention", MENTION.empty_table())
    engine = DuckDB(backend)
    loaded = load(engine, map_of(members), Version((("by hand", 1),), 1, TODAY), copy=lambda: engine)
    return about(employed(loaded), acts)


def topic_of(act: Act) -> str:
    """What it would be about if it began a conversation."""
    return {60: "1", -480: "2"}.get(act.zone or 0, "other" if act.titled else "unread")


def about(loaded: Acts, acts: list[Act]) -> Acts:
    """With these topics, which `measure.topics` would read from PostgreSQL."""
    topics = {key(place): topic_of(act) for place, act in enumerate(acts)}
    rows = [
        {"id": id_, "key": int.from_bytes(id_) >> 65, "topic": None if topic == "other" else int(topic)}
        for id_, topic in topics.items()
        if topic != "unread"
    ]
    loaded.also("placed", lambda: pyarrow.Table.from_pylist(rows, schema=ibis.schema(PLACED).to_pyarrow()))
    return loaded


WRITING = {1: 100, 2: 200, 6: 200, 7: 300}
"""Identity → the organisation from whose address it writes."""
SAID = [
    (1, 300, date(2023, 12, 1), date(2024, 1, 15)),
    (4, 100, date.min, date.max),
    (4, 200, date(2024, 2, 1), date.max),
]
"""Member, organisation, since, until, as the team says."""


def employed(acts: Acts) -> Acts:
    """With these employers, which `people.organisations` would read from PostgreSQL."""
    writing = [{"identity": identity, "organisation": where} for identity, where in WRITING.items()]
    said = [dict(zip(("member", "organisation", "since", "until"), one, strict=True)) for one in SAID]
    acts.also("writing", lambda: pyarrow.Table.from_pylist(writing, schema=ibis.schema(WRITING_SCHEMA).to_pyarrow()))
    acts.also("said", lambda: pyarrow.Table.from_pylist(said, schema=ibis.schema(SAID_SCHEMA).to_pyarrow()))
    return acts


def map_of(members: Members) -> pyarrow.Table:
    linked = [{"identity": key, "member": member, "side": side} for key, (member, side) in members.items()]
    return pyarrow.Table.from_pylist(linked, schema=SCHEMA)


FIRST = datetime(2023, 11, 1, tzinfo=UTC)

KINDS = [1, 2, 3, 4, 6, 11, 14, 15, 16, 17, 18, 19, 21, 22, 32, 33, 34, 35, 36]


def _threaded(acts: list[Act], threads: list[int | None]) -> list[Act]:
    """Each in the thread of one of them, on its platform: itself, or one that begins a thread."""
    firsts = {place for place, thread in enumerate(threads) if thread is None or thread % 3 == 0}
    chosen = []
    for place, (act, thread) in enumerate(zip(acts, threads, strict=False)):
        others = sorted(firsts - {place})
        of = place if thread == 0 else None if place in firsts or not others else others[(thread or 0) % len(others)]
        chosen.append(
            act._replace(
                thread=of,
                platform=act.platform if of is None else acts[of].platform,
                parent=_earlier(chosen, of, thread),
            )
        )
    return chosen


def _earlier(before: list[Act], thread: int | None, die: int | None) -> int | None:
    """One of these in this thread, if there is any; with None it answers the thread's first."""
    there = [place for place, act in enumerate(before) if act.thread == thread not in (None, len(before), place)]
    return there[(die or 0) % len(there)] if there else None


_one = strategies.builds(
    Act,
    at=strategies.integers(0, 120 * 4).map(lambda quarter_days: FIRST + timedelta(hours=6 * quarter_days)),
    platform=strategies.sampled_from(["discourse", "git", "github"]),
    kind=strategies.sampled_from(KINDS),
    identity=strategies.one_of(strategies.none(), strategies.integers(1, 9)),
    asks=strategies.booleans(),
    language=strategies.sampled_from([None, "en", "de"]),
    zone=strategies.sampled_from([None, None, 60, -480]),
    titled=strategies.booleans(),
    channel=strategies.one_of(strategies.none(), strategies.integers(1, 5)),
    views=strategies.sampled_from([None, None, 0, 1, 250]),
    reposts=strategies.sampled_from([None, None, 0, 3]),
)
_thread = strategies.one_of(strategies.none(), strategies.integers(0, 8))
acts = strategies.integers(0, 40).flatmap(
    lambda size: strategies.builds(
        _threaded,
        strategies.lists(_one, min_size=size, max_size=size),
        strategies.lists(_thread, min_size=size, max_size=size),
    )
)

SIDES = {1: "community", 2: "team", 3: "bot", 4: "community"}

members = strategies.dictionaries(
    strategies.integers(1, 9), strategies.integers(1, 4).map(lambda member: (member, SIDES[member])), max_size=8
)
