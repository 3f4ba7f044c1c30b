"""The acts as they stand now: loaded anew when the ledger's copy or the members' map has changed."""

from threading import Lock

from rapport.ledger import copy
from rapport.ledger.engines import duckdb
from rapport.measure.acts import Acts, Version, load
from rapport.people.map import map_version, member_map
from rapport.words.errors import CopyMissing

_loading = Lock()
_held: list[Acts] = []
"""At most one."""


def current() -> Acts:
    """Raises CopyMissing where nothing was ever copied."""
    as_of = copy.as_of()
    if as_of is None:
        raise CopyMissing
    version = Version(as_of, map_version())
    with _loading:
        if not _held or _held[0].version != version:
            backend = duckdb.connect()
            members = backend.create_table("member_map", member_map())
            _held[:] = [load(backend, backend.table("rollup"), members, version)]
        return _held[0]
