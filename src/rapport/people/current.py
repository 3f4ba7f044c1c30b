"""The acts as they stand now, loaded once for all pages of a process.

Loading a million activities takes half a second. Where `watch` runs, as in the web process, pages do not wait for it:
they go on with the numbers they have, for at most a minute, while the watch loads the new ones, or brings them on
(`bringing`), and then these take over. What is dear to make of them (`readying`) is made behind them. A changed map (a
merge) is never waited out: every page shows it at once. Elsewhere, who asks waits.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from threading import Event, Lock

from deltalake import DeltaTable
from django.db import Error, connection

from rapport.ledger import copy
from rapport.ledger.engines import duckdb
from rapport.ledger.engines.engine import Engine
from rapport.people import readying
from rapport.people.acts import Acts, Version
from rapport.people.bringing import bring_on
from rapport.people.contributions.weighing import weights
from rapport.people.loading import load
from rapport.people.map import change_since, map_version, member_map
from rapport.people.relinking import relink
from rapport.words.errors import CopyMissing

OLDEST_SECONDS = 60
LOOK_SECONDS = 2
TURN_SECONDS = 22
"""A state that was shown for so long gives way to a newer one before all that is dear is made of it."""

_loading = Lock()
_held: list[Acts] = []
"""At most one."""
watched = Event()
"""Whether `watch` runs in this process."""


def current() -> Acts:
    """As things stand now: everything as of its `as_of`, under the map of this moment."""
    for held in _held:
        if time.monotonic() - held.verified < OLDEST_SECONDS:
            return _brought_to(held.version._replace(members=map_version(), today=_today()))
    as_of = copy.as_of()
    acts = _brought_to(_version())
    acts.as_of = as_of
    return acts


def loaded_on(over: Callable[[Mapping[str, DeltaTable]], Engine]) -> Acts:
    """As `current`, in another engine, which `over` puts over the copy's files. Raises CopyMissing."""
    as_of, version = copy.as_of(), _version()
    engine = over(duckdb.tables())
    acts = load(engine, member_map(), version, weights(), copy=lambda: engine)
    acts.as_of = as_of
    return acts


def watch() -> None:
    """Look for what is new, for ever; for a thread of the web process. While the database is away, try again."""
    watched.set()
    while True:
        try:
            look()
        except (Error, *duckdb.FAILURES):
            connection.close()
        time.sleep(LOOK_SECONDS)


def look() -> None:
    """Load what is new beside what pages are shown, let it take over, and make behind it what is dear."""
    seen, as_of, version = time.monotonic(), copy.as_of(), _version()
    before = _held[0] if _held else None
    beside = before and before.version.copy != version.copy
    acts = (bring_on(before, version) or _load(version)) if before and beside else _brought_to(version)
    acts.as_of = as_of
    if acts is not before:
        readying.before(acts)
    acts.verified = seen
    with _loading:
        _held[:] = [acts]
    readying.after(acts, lambda: acts in _held and (not _is_outdated(acts) or time.monotonic() - seen < TURN_SECONDS))


def _is_outdated(acts: Acts) -> bool:
    """Whether there is something newer to show. If not, these are as of now, and say so."""
    as_of = copy.as_of()
    if _copy_version() != acts.version.copy:
        return True
    acts.as_of = as_of
    return False


def _brought_to(version: Version) -> Acts:
    with _loading:
        held = _held[0] if _held else None
        if held is None or held.version.copy != version.copy:
            _held[:] = [_load(version)]
        elif held.version != version:
            _held[:] = [_relinked(held, version)]
        return _held[0]


def _relinked(held: Acts, version: Version) -> Acts:
    change = change_since(held.version.members)
    among, members = (None, version.members) if change is None else (change.identities, change.version)
    return relink(held, member_map(), version._replace(members=members), weights(), among=among)


def _version() -> Version:
    return Version(_copy_version(), map_version(), _today())


def _copy_version() -> duckdb.Version | None:
    try:
        return duckdb.again_if_swept(duckdb.version)
    except CopyMissing:
        return None


def _today() -> date:
    return datetime.now(UTC).date()


def _load(version: Version) -> Acts:
    members = member_map()
    if version.copy is None:
        empty = duckdb.DuckDB(duckdb.empty())
        return load(empty, members, version, weights(), copy=lambda: empty)
    return duckdb.again_if_swept(lambda: load(duckdb.DuckDB(duckdb.apart(duckdb.much())), members, version, weights()))
