"""Everything anybody did, with the member who did it: the tables that lists, profiles and metrics count.

One state of the ledger's copy and of the members' map, joined in an engine of its own:

acts: one row a day (UTC) × platform × kind × identity:
    day date, platform string, kind int16, n int32 (activities), first_at timestamp (the first of them), identity
    int32 and member int64 (both null where the source names no author), side string ('community', 'team', 'bot',
    'unnamed'). An identity that nobody has linked yet is a community member by itself, with a number below zero.
firsts: one row a member, the first thing they ever did, with the columns of acts; n is 1
totals: one row a member with a number above zero, also where nothing is counted of them yet:
    member int64, side string, activities int64, contributions int64, first timestamp, last date, came_by string (the
    platform of the first activity; of two at one instant, the first in the alphabet)
names: one row an identity, all in lower case, read when somebody first asks for it:
    member int64, called string (the member's name), handle string, name string, address string, leads boolean (true
    in one row of each member)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import inf
from threading import Lock
from typing import Any, NamedTuple

import ibis
import pyarrow
from ibis import _
from ibis.backends import BaseBackend
from ibis.expr.types import Table

from rapport.ledger.arrow import snapshot
from rapport.ledger.engines import duckdb
from rapport.words.kinds import GIVING
from rapport.words.span import Span

UNNAMED = "unnamed"

EARLIEST = date(1970, 1, 1)
"""No clock that was ever set shows an earlier day."""

_NAMES = """
    SELECT link.member_id::bigint AS member, member.name AS called, identity.handle, identity.name,
        identity.email AS address
    FROM people_link link JOIN people_member member ON member.id = link.member_id
        JOIN ledger_identity identity ON identity.id = link.identity_id
"""


class Version(NamedTuple):
    """The state of the ledger's copy and of the members' map, and the day it was asked for."""

    copy: duckdb.Version | None
    """None before the first copy: members are there then, with nothing counted."""
    members: int
    today: date


@dataclass(eq=False)
class Acts:
    version: Version
    engine: BaseBackend
    spans: Mapping[str, Span]
    """Each platform's first and last day of activity."""
    recent: float
    """The share of everything that was done in the last twelve months of it."""
    table: Table
    firsts: Table
    totals: Table
    as_of: datetime | None = None
    """Everything up to this time is in it; None before the first copy."""
    verified: float = -inf
    """When the watch last saw it to be the newest, on the clock of `time.monotonic`."""
    _asking: Lock = field(default_factory=Lock)
    """A connection answers one question at a time."""
    _names: Table | None = None

    def ask(self, question: Table) -> list[dict[str, Any]]:
        with self._asking:
            return duckdb.ask(self.engine, question)

    @property
    def names(self) -> Table:
        with self._asking:
            if self._names is None:
                self._names = self.engine.create_table("names", _lowered(_read_names()), temp=True)
            return self._names

    def span(self, platform: str | None = None) -> Span | None:
        """The first and last day of what the ledger holds, from 1970 to today.

        An activity dated outside of that (a clock set wrong) does not stretch the span.
        """
        chosen = [span for name, span in self.spans.items() if platform in (None, name)]
        if not chosen:
            return None
        first, last = min(span.first for span in chosen), max(span.last for span in chosen)
        return Span(self._likely(first), self._likely(last))

    def _likely(self, day: date) -> date:
        return min(max(day, EARLIEST), self.version.today)


def load(engine: BaseBackend, rollup: Table, members: pyarrow.Table, version: Version) -> Acts:
    """Join once and keep the result in the engine, which goes when nobody holds these acts any more."""
    mapped = engine.create_table("members", members)
    acts = engine.create_table("acts", _named(rollup, mapped))
    engine.create_table("careers", _careers(acts))
    days = duckdb.ask(engine, acts.aggregate(by="platform", first=acts.day.min(), last=acts.day.max()))
    spans = {row["platform"]: Span(row["first"], row["last"]) for row in sorted(days, key=lambda row: row["platform"])}
    return _stand(engine, version, spans, _recent(engine, acts, spans, version.today))


def relink(acts: Acts, members: pyarrow.Table, version: Version) -> Acts:
    """The same acts under a newer map, in a twentieth of the time: only what changed hands is written.

    A page that the older state is still being asked for may meet the newer map; its next request does in any case.
    """
    beside = duckdb.beside(acts.engine)
    old = beside.table("members")
    new = beside.create_table("newer", members, temp=True)
    pairs = old.outer_join(new, "identity")
    moved = pairs.filter(
        ~(pairs.member.identical_to(pairs.member_right) & pairs.side.identical_to(pairs.side_right))
    ).select(
        identity=ibis.coalesce(pairs.identity_right, pairs.identity),
        member=pairs.member_right,
        side=pairs.side_right,
    )
    beside.create_table("moved", moved, temp=True)
    beside.raw_sql(
        """
        UPDATE acts SET member = coalesce(moved.member, -moved.identity), side = coalesce(moved.side, 'community')
        FROM moved WHERE acts.identity = moved.identity
        """
    )
    beside.create_table("members", new, overwrite=True)
    relinked = _stand(beside, version, acts.spans, acts.recent)
    relinked.as_of, relinked.verified = acts.as_of, acts.verified
    return relinked


def _stand(engine: BaseBackend, version: Version, spans: Mapping[str, Span], recent: float) -> Acts:
    """What follows from the map, worked out from one row an identity."""
    members = engine.table("members")
    careers = engine.table("careers")
    linked = careers.left_join(members, careers.identity == members.identity)
    linked = linked.mutate(
        member=ibis.coalesce(linked.member, -linked.identity.cast("int64")),
        side=ibis.coalesce(linked.side, "community"),
    )
    began = _first(linked, "member").select("member", "side", "day", "platform", "kind", "first_at", n=ibis.literal(1))
    firsts = engine.create_table("firsts", began, temp=True)
    totals = engine.create_table("totals", _totals(linked, firsts, members), temp=True)
    return Acts(version, engine, spans, recent, engine.table("acts"), firsts, totals)


def _named(rollup: Table, members: Table) -> Table:
    joined = rollup.left_join(members, rollup.identity == members.identity)
    return joined.select(
        "day",
        "platform",
        "kind",
        "n",
        first_at=rollup.first_at,
        identity=rollup.identity,
        member=ibis.coalesce(members.member, -rollup.identity.cast("int64")),
        side=ibis.cases((rollup.identity.isnull(), UNNAMED), else_=ibis.coalesce(members.side, "community")),
    )


def _careers(acts: Table) -> Table:
    """One row an identity: what it did in all, and day, platform and kind of the first of it."""
    named = acts.filter(acts.identity.notnull())
    counted = named.aggregate(
        by="identity",
        activities=named.n.sum(),
        contributions=named.n.sum(where=named.kind.isin(GIVING)).fill_null(0),
        last=named.day.max(),
        first_at=named.first_at.min(),
    )
    began = _first(named.semi_join(counted, ["identity", "first_at"]), "identity")
    return counted.join(began.select("identity", "day", "platform", "kind"), "identity")


def _first(rows: Table, who: str) -> Table:
    """The earliest row of each. Of two at one instant platform and kind decide, so that every engine picks the same."""
    in_order = ibis.row_number().over(group_by=who, order_by=["first_at", "platform", "kind"])
    return rows.mutate(place=in_order).filter(_.place == 0).drop("place")


def _totals(linked: Table, firsts: Table, members: Table) -> Table:
    counted = linked.aggregate(
        by="member",
        activities=linked.activities.sum(),
        contributions=linked.contributions.sum(),
        last=linked["last"].max(),
    )
    began = firsts.select("member", first="first_at", came_by="platform")
    everybody = members.select("member", "side").distinct()
    told = everybody.left_join(counted, "member").drop("member_right").left_join(began, "member").drop("member_right")
    return told.mutate(activities=told.activities.fill_null(0), contributions=told.contributions.fill_null(0))


def _recent(engine: BaseBackend, acts: Table, spans: Mapping[str, Span], today: date) -> float:
    if not spans:
        return 0.0
    last = min(max(span.last for span in spans.values()), today)
    since = max(last, EARLIEST) - timedelta(days=365)
    counted = acts.aggregate(recent=acts.n.sum(where=acts.day > since).fill_null(0), all=acts.n.sum())
    [row] = duckdb.ask(engine, counted)
    return float(row["recent"] / row["all"])


def _read_names() -> pyarrow.Table:
    with snapshot() as look:
        return look.table(_NAMES)


def _lowered(names: pyarrow.Table) -> Table:
    table = ibis.memtable(names)
    lowered = {column: table[column].lower() for column in ("called", "handle", "name", "address")}
    return table.mutate(**lowered, leads=ibis.row_number().over(group_by="member") == 0)
