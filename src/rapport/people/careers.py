"""What each member did, day by day: the table from which the list and the profiles count.

One row a day (UTC) × platform × kind × identity, of every identity that has a member:
member int64, side string, platform string, kind int16, day date, n int32, first_at timestamp.
A member who did nothing yet has one row without day.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import ibis
import pyarrow
from ibis.backends import BaseBackend
from ibis.expr.types import Table

from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import ROLLUP
from rapport.people.map import map_version, member_map
from rapport.words.errors import CopyMissing
from rapport.words.kinds import KINDS

GIVING = tuple(kind.number for kind in KINDS if kind.gives)
"""The kinds that are contributions."""


@dataclass(frozen=True, eq=False)
class Careers:
    version: Hashable
    """The state of the ledger's copy and of the map that it was read at."""
    platforms: tuple[str, ...]
    table: Table
    backend: BaseBackend
    lock: Lock
    """A DuckDB connection answers one question at a time."""

    def ask(self, question: Callable[[Table], Table]) -> list[dict[str, Any]]:
        with self.lock:
            found: list[dict[str, Any]] = self.backend.to_pyarrow(question(self.table)).to_pylist()
            return found


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
    rollup = duckdb.connect().table("rollup").to_pyarrow() if version[0] else ROLLUP.empty_table()
    backend = ibis.duckdb.connect(**duckdb.CONFIG)
    table = backend.create_table("careers", _joined(ibis.memtable(rollup), ibis.memtable(member_map())), temp=True)
    platforms = backend.to_pyarrow(table.select("platform").distinct().order_by("platform"))["platform"].to_pylist()
    return Careers(version, tuple(filter(None, platforms)), table, backend, Lock())


def _joined(rollup: Table, members: Table) -> Table:
    joined = members.left_join(rollup, members.identity == rollup.identity)
    return joined.select("member", "side", "platform", "kind", "day", "n", "first_at")


def chosen(members: list[int]) -> Table:
    """These members as a table to join with: a list of many thousands is too long for a sentence of SQL."""
    return ibis.memtable(pyarrow.table({"member": pyarrow.array(members, pyarrow.int64())}))
