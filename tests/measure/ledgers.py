"""Small ledgers made by hand or by hypothesis, loaded into a real DuckDB."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import ibis
import pyarrow
from hypothesis import strategies

from rapport.ledger.engines.delta import MENTION, ROLLUP
from rapport.people.acts import Acts, Version, load
from rapport.people.map import SCHEMA

TODAY = date(2024, 3, 10)


class Act(NamedTuple):
    """One activity, as plain as can be."""

    at: datetime
    platform: str
    kind: int
    identity: int | None


Members = dict[int, tuple[int, str]]
"""Identity → member and side; an identity that is missing is linked to nobody."""


def at(day: str, hour: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour), UTC)


def rollup(acts: list[Act]) -> pyarrow.Table:
    """What the ledger's copy job makes of these acts."""
    cells: dict[tuple[object, ...], list[datetime]] = {}
    for act in acts:
        key = (act.at.year * 100 + act.at.month, act.at.date(), act.platform, act.kind, act.identity)
        cells.setdefault(key, []).append(act.at)
    names = ("month", "day", "platform", "kind", "identity")
    rows = [dict(zip(names, key, strict=True), n=len(times), first_at=min(times)) for key, times in cells.items()]
    return pyarrow.Table.from_pylist(rows, schema=ROLLUP)


def ledger(acts: list[Act], members: Members) -> Acts:
    backend = ibis.duckdb.connect()
    backend.con.execute("SET threads = 2")
    backend.create_table("rollup", rollup(acts))
    backend.create_table("mention", MENTION.empty_table())
    return load(backend, map_of(members), Version((("by hand", 1),), 1, TODAY))


def map_of(members: Members) -> pyarrow.Table:
    linked = [{"identity": key, "member": member, "side": side} for key, (member, side) in members.items()]
    return pyarrow.Table.from_pylist(linked, schema=SCHEMA)


FIRST = datetime(2023, 11, 1, tzinfo=UTC)

acts = strategies.lists(
    strategies.builds(
        Act,
        at=strategies.integers(0, 120 * 4).map(lambda quarter_days: FIRST + timedelta(hours=6 * quarter_days)),
        platform=strategies.sampled_from(["discourse", "git", "github"]),
        kind=strategies.sampled_from([2, 4, 6, 11, 21]),
        identity=strategies.one_of(strategies.none(), strategies.integers(1, 9)),
    ),
    max_size=40,
)

SIDES = {1: "community", 2: "team", 3: "bot", 4: "community"}

members = strategies.dictionaries(
    strategies.integers(1, 9), strategies.integers(1, 4).map(lambda member: (member, SIDES[member])), max_size=8
)
