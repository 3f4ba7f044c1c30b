"""The acts as they stand now: loaded anew when the ledger's copy or the members' map has changed.

Loading a million activities and answering a page's questions takes a second or two. Commands and the API wait for it.
Pages go on with the numbers they have, for at most a minute, while a thread loads the new ones and works out what was
asked lately; then these take over. A changed map (a merge) is never waited out: every page shows it at once.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import TypeVar

import ibis
from django.db import connection
from ibis.common.exceptions import TableNotFound

from rapport.ledger import copy
from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import ROLLUP
from rapport.measure.acts import Acts, Version, load
from rapport.measure.question import QuestionRefused
from rapport.people.map import map_version, member_map

T = TypeVar("T")

OLDEST_SECONDS = 60
ASKED_LATELY = 8

_loading = Lock()
_asking = Lock()
_held: list[Acts] = []
"""At most one."""
_lately: OrderedDict[Hashable, Callable[[Acts], object]] = OrderedDict()
_threads: list[Thread] = []
"""At most one."""


def current() -> Acts:
    """The newest state, waited for. Raises CopyMissing where nothing was ever copied."""
    version = _version()
    with _loading:
        if not _held or _held[0].version != version:
            _held[:] = [_load(version)]
        return _verified(_held[0])


def lately(key: Hashable, make: Callable[[Acts], T]) -> T:
    """What `make` makes of a state at most a minute old; remembered by its key, to be made again of the next one.

    Raises CopyMissing, and what `make` raises.
    """
    made = make(_ready())
    _remember(key, make)
    return made


def _remember(key: Hashable, make: Callable[[Acts], object]) -> None:
    with _asking:
        _lately[key] = make
        _lately.move_to_end(key)
        while len(_lately) > ASKED_LATELY:
            _lately.popitem(last=False)


def _ready() -> Acts:
    version = _version()
    for held in _held:
        if held.version == version:
            return _verified(held)
        if _may_stay(held, version):
            _load_aside(version)
            return held
    return current()


def _may_stay(held: Acts, version: Version) -> bool:
    """Of the same copy and map, only with newer numbers, and looked at less than a minute ago."""
    unchanged = (held.version.members, held.version.folders) == (version.members, version.folders)
    return unchanged and time.monotonic() - held.verified < OLDEST_SECONDS


def _verified(acts: Acts) -> Acts:
    acts.as_of = copy.as_of()
    acts.verified = time.monotonic()
    return acts


def _version() -> Version:
    return Version(duckdb.version(), map_version(), datetime.now(UTC).date())


def _load(version: Version) -> Acts:
    """Through a connection of its own: the one that `connect` gives belongs to this thread, and others ask too."""
    own = ibis.duckdb.from_connection(duckdb.connect().con.cursor())
    try:
        rollup = own.table("rollup")
    except TableNotFound:  # an empty table of the copy has no file to read, and is known to its own connection only
        rollup = ibis.memtable(ROLLUP.empty_table())
    return load(own, rollup, own.create_table("member_map", member_map(), temp=True), version)


def _load_aside(version: Version) -> None:
    if any(thread.is_alive() for thread in _threads):
        return
    _threads[:] = [Thread(target=_renew, args=(version,), daemon=True, name="measure-renew")]
    _threads[0].start()


def _renew(version: Version) -> None:
    try:
        as_of = copy.as_of()
        acts = _load(version)
        with _asking:
            makes = list(_lately.values())
        for make in makes:
            with suppress(QuestionRefused):  # of what is no longer there; who asks again is told
                make(acts)
        acts.as_of, acts.verified = as_of, time.monotonic()
        with _loading:
            _held[:] = [acts]
    finally:
        connection.close()
