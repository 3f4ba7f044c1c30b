"""An event: what it cannot be without, and the addresses that follow from it."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from rapport.platforms.fields import NotReadable, words
from rapport.platforms.matrix.wire import Content, Relation, Unsigned, Written
from rapport.words.activity import EPOCH
from rapport.words.identity import Channel, Identity

_PLAIN = re.compile(r"[$!@#][A-Za-z0-9_.:=-]+")
EMPTY = Content()
_NOTHING = Unsigned()
_UNRELATED = Relation()


class Event(NamedTuple):
    id: str
    type: str
    sender: str
    at: datetime
    micros: int
    """The same in microseconds since 1970."""
    room: str | None
    state_key: str | None
    content: Content
    unsigned: Unsigned
    redacts: str | None

    @property
    def url(self) -> str | None:
        return page_of(self.room, self.id) if self.room else None

    @property
    def relation(self) -> Relation:
        return self.content.relation or _UNRELATED

    @property
    def is_gone(self) -> bool:
        """A deleted event stays in its place, with nothing in it."""
        return self.unsigned.redacted_because is not None


def event_of(told: Written, room: str | None) -> Event:
    """`room` is the place that the file tells of, for events that name none. Raises NotReadable."""
    key, kind, sender = words(told.event_id), words(told.type), words(told.sender)
    if key is None:
        raise NotReadable("The event has no id (event_id).")
    if kind is None or sender is None:
        raise NotReadable("The event does not say its type, or who sent it (sender).")
    micros = micros_of(told.origin_server_ts)
    if micros is None:
        raise NotReadable(
            f"The event's time (origin_server_ts) is missing or impossible: {str(told.origin_server_ts)[:40]}."
        )
    content = told.content or EMPTY
    return Event(
        key, kind, sender, moment(micros), micros, words(told.room_id) or room, told.state_key, content,
        told.unsigned or _NOTHING,
        # Rooms of version 11 have it in the content (MSC2174).
        words(told.redacts) or words(content.redacts),
    )  # fmt: skip


LATEST = 253_402_300_799_000_000
"""Microseconds up to the end of the year 9999."""


def micros_of(milliseconds: float | None) -> int | None:
    """Of milliseconds since 1970; None for what is no time after that."""
    if milliseconds is None or not 0 < milliseconds * 1000 <= LATEST:
        return None
    return int(milliseconds * 1000)


def moment(micros: int) -> datetime:
    seconds, rest = divmod(micros, 1_000_000)
    return EPOCH + timedelta(0, seconds, rest)


def page_of(room: str, event: str) -> str:
    """Ids of rooms before version 4 may have slashes and the like."""
    return f"{_room_page(room)}/{_quoted(event)}"


@lru_cache(1 << 10)
def _room_page(room: str) -> str:
    return f"https://matrix.to/#/{_quoted(room)}"


def _quoted(id_: str) -> str:
    """A lone surrogate, which no address can hold, becomes a question mark."""
    return id_ if _PLAIN.fullmatch(id_) else quote(id_, errors="replace")


@lru_cache(1 << 13)
def identity(mxid: str, name: str | None = None) -> Identity:
    """`@ada:example.org`. Its display name comes with its member events only."""
    return Identity("matrix", mxid, handle=mxid, name=name, url=_room_page(mxid))


@lru_cache(1 << 10)
def channel(room: str | None, name: str | None) -> Channel:
    if room is None:
        return Channel("matrix", "unknown", name or "unknown room", None, None if name else True)
    return Channel("matrix", room, name or room, _room_page(room), None if name else True)
