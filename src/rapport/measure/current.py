"""The acts as they stand now: loaded anew when the ledger's copy or the members' map has changed."""

from datetime import UTC, datetime
from threading import Lock

import ibis

from rapport.ledger.engines import duckdb
from rapport.measure.acts import Acts, Version, load
from rapport.people.map import map_version, member_map

_loading = Lock()
_held: list[Acts] = []
"""At most one."""


def current() -> Acts:
    """Raises CopyMissing where nothing was ever copied."""
    version = Version(duckdb.version(), map_version(), datetime.now(UTC).date())
    with _loading:
        if not _held or _held[0].version != version:
            _held[:] = [_load(version)]
        return _held[0]


def _load(version: Version) -> Acts:
    """Into an engine of its own: the one that `connect` gives belongs to this thread, and others ask too."""
    rollup = duckdb.connect().table("rollup").to_pyarrow()
    own = ibis.duckdb.connect(**duckdb.CONFIG)
    return load(own, ibis.memtable(rollup), own.create_table("member_map", member_map()), version)
