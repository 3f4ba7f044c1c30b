"""The fields of a Matrix event, taken only where they have the type they should have."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from rapport.words.identity import Channel, Identity

_NOTHING: Mapping[str, Any] = {}
_PLAIN = re.compile(r"[$!@#][A-Za-z0-9_.:=-]+")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NotReadable(Exception):
    """Why an event cannot be read, as a sentence."""


class Event(NamedTuple):
    id: str
    type: str
    sender: str
    at: datetime
    room: str | None
    state_key: str | None
    content: Mapping[str, Any]
    unsigned: Mapping[str, Any]
    redacts: str | None

    @property
    def url(self) -> str | None:
        return page_of(self.room, self.id) if self.room else None

    @property
    def relation(self) -> Mapping[str, Any]:
        """`m.relates_to`, which stays in the clear where the rest is encrypted."""
        return mapping(self.content.get("m.relates_to"))


def event_of(value: Any, room: str | None) -> Event:
    """`room` is the place that the file tells of, for events that name none. Raises NotReadable."""
    if not isinstance(value, dict):
        raise NotReadable("An event is no object.")
    key, kind, sender = word(value.get("event_id")), word(value.get("type")), word(value.get("sender"))
    if key is None:
        raise NotReadable("The event has no id (event_id).")
    if kind is None or sender is None:
        raise NotReadable("The event does not say its type, or who sent it (sender).")
    at = moment(value.get("origin_server_ts"))
    if at is None:
        raise NotReadable(
            f"The event's time (origin_server_ts) is missing or impossible: {str(value.get('origin_server_ts'))[:40]}."
        )
    content, state_key = mapping(value.get("content")), value.get("state_key")
    return Event(
        id=key,
        type=kind,
        sender=sender,
        at=at,
        room=word(value.get("room_id")) or room,
        state_key=state_key if isinstance(state_key, str) else None,
        content=content,
        unsigned=mapping(value.get("unsigned")),
        # Rooms of version 11 have it in the content (MSC2174).
        redacts=word(value.get("redacts")) or word(content.get("redacts")),
    )


def moment(value: Any) -> datetime | None:
    """Milliseconds since 1970."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=value)
    except OverflowError:
        return None


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else _NOTHING


def word(value: Any) -> str | None:
    """A text that says something."""
    return value if isinstance(value, str) and value.strip() else None


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
