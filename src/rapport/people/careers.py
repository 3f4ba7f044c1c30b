"""What each member did, kept in an engine of this process: the tables from which the list and the profiles count.

acts: one row a day (UTC) × platform × kind × identity, of every identity that has a member:
    member int64, platform string, kind int16, day date, n int32, first_at timestamp
totals: one row a member, also where nothing is counted of them yet:
    member int64, side string, activities int64, contributions int64, first timestamp, last date, came_by string (the
    platform of the first activity; of two at one instant, the first in the alphabet)
names: one row an identity, all in lower case, read when somebody first asks for it:
    member int64, called string (the member's name), handle string, name string, address string, leads boolean (true
    in one row of each member)
"""

from collections.abc import Hashable
from threading import Lock
from typing import Any

import ibis
import pyarrow
from ibis.backends import BaseBackend
from ibis.expr.types import Table

from rapport.ledger.arrow import snapshot
from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import ROLLUP
from rapport.people.map import map_version, member_map
from rapport.words.errors import CopyMissing
from rapport.words.kinds import GIVING

_NAMES = """
    SELECT link.member_id::bigint AS member, member.name AS called, identity.handle, identity.name,
        identity.email AS address
    FROM people_link link JOIN people_member member ON member.id = link.member_id
        JOIN ledger_identity identity ON identity.id = link.identity_id
"""


class Careers:
    """The state of things at one version of the ledger's copy and of the map."""

    def __init__(self, version: Hashable, backend: BaseBackend, acts: Table, totals: Table) -> None:
        self.version = version
        self.acts = acts
        self.totals = totals
        self._backend = backend
        self._asking = Lock()  # a DuckDB connection answers one question at a time
        self._names: Table | None = None
        self.platforms = [row["platform"] for row in self.ask(acts.select("platform").distinct().order_by("platform"))]

    def ask(self, question: Table) -> list[dict[str, Any]]:
        with self._asking:
            found: list[dict[str, Any]] = self._backend.to_pyarrow(question).to_pylist()
            return found

    @property
    def names(self) -> Table:
        with self._asking:
            if self._names is None:
                self._names = self._backend.create_table("names", _lowered(_read_names()), temp=True)
            return self._names


_loading = Lock()
_held: list[Careers] = []
"""At most one."""


def current() -> Careers:
    """As things stand now: joined anew when the copy or the map has changed, else what this process holds."""
    version = (_copy_version(), map_version())
    with _loading:
        if not _held or _held[0].version != version:
            _held[:] = [_load(version)]
        return _held[0]


def _copy_version() -> Hashable:
    """None before the first copy: members are there then, with nothing counted."""
    try:
        return duckdb.version()
    except CopyMissing:
        return None


def _load(version: tuple[Hashable, int]) -> Careers:
    """Into an engine of its own: the one that `connect` gives belongs to this thread, and others ask too."""
    rollup = ibis.memtable(duckdb.connect().table("rollup").to_pyarrow() if version[0] else ROLLUP.empty_table())
    members = ibis.memtable(member_map())
    backend = ibis.duckdb.connect(**duckdb.CONFIG)
    joined = rollup.join(members, "identity").select("member", "platform", "kind", "day", "n", "first_at")
    acts = backend.create_table("acts", joined, temp=True)
    totals = backend.create_table("totals", _totals(acts, members), temp=True)
    return Careers(version, backend, acts, totals)


def _totals(acts: Table, members: Table) -> Table:
    counted = acts.aggregate(
        by="member",
        activities=acts.n.sum(),
        contributions=acts.n.sum(where=acts.kind.isin(GIVING)),
        first=acts.first_at.min(),
        last=acts.day.max(),
    )
    began = acts.join(counted, [acts.member == counted.member, acts.first_at == counted.first])
    began = began.aggregate(by="member", came_by=began.platform.min())
    everybody = members.select("member", "side").distinct()
    told = everybody.left_join(counted, "member").drop("member_right").left_join(began, "member").drop("member_right")
    return told.mutate(activities=told.activities.fill_null(0), contributions=told.contributions.fill_null(0))


def _read_names() -> pyarrow.Table:
    with snapshot() as look:
        return look.table(_NAMES)


def _lowered(names: pyarrow.Table) -> Table:
    table = ibis.memtable(names)
    lowered = {column: table[column].lower() for column in ("called", "handle", "name", "address")}
    return table.mutate(**lowered, leads=ibis.row_number().over(group_by="member") == 0)
