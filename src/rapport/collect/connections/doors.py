"""Which connection an address of events is of, remembered for a few seconds: a platform sends hundreds a second."""

import time
from threading import Lock
from typing import NamedTuple

from rapport.accounts import connections as kept
from rapport.accounts.models import Connection
from rapport.collect.connections.readers import CLIENTS, reader_of
from rapport.words.live import Hooks

SECONDS = 3.0
"""So long an event may still come in at a connection that was ended meanwhile; it is never read."""
MOST = 1_000


class Door(NamedTuple):
    connection: int
    hooks: Hooks
    secret: str

    def __repr__(self) -> str:
        return f"Door({self.connection})"


_known: dict[tuple[str, str], tuple[float, Door]] = {}
_keeping = Lock()


def door_of(platform: str, hook: str) -> Door | None:
    """None of an address that is no connection's; that is not remembered, so that guesses take no room."""
    now = time.monotonic()
    found = _known.get((platform, hook))
    if found and found[0] > now:
        return found[1]
    door = _look(platform, hook)
    with _keeping:
        if len(_known) >= MOST:
            _known.clear()
        if door:
            _known[platform, hook] = now + SECONDS, door
        else:
            _known.pop((platform, hook), None)
    return door


def _look(platform: str, hook: str) -> Door | None:
    known = Connection.objects.filter(platform=platform, hook=hook).exclude(state=Connection.State.ENDED)
    connection = known.first() if platform in CLIENTS else None
    hooks = reader_of(platform).hooks if connection else None
    return Door(connection.pk, hooks, kept.secret(connection, kept.HOOK)) if connection and hooks else None
