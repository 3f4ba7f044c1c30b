"""What realm.json tells of an organisation: who its people are, which channels are public, who reacted to what.

Source: zerver/lib/export.py of github.com/zulip/zulip. Times are seconds since 1970.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from rapport.platforms.fields import items, load, mapping, whole, words
from rapport.words.activity import EPOCH
from rapport.words.identity import Channel, Identity

UNKNOWN = "unknown"
"""The organisation of an export that names none, the same for all of them."""
STREAM = 2
"""Its number among the types of recipients; the others are people."""
MODERATOR = 300
"""Roles up to this number are staff: owners 100, administrators 200."""
_PEOPLE = ("zerver_userprofile", "zerver_userprofile_mirrordummy", "zerver_userprofile_crossrealm")
_FOLDER = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:\.(?:zip|tar|tgz|gz|json))+$", re.IGNORECASE)
_LATEST = 253_402_300_799


class Person(NamedTuple):
    who: Identity
    joined: datetime | None
    has_account: bool


class Realm(NamedTuple):
    server: str
    people: Mapping[int, Person]
    streams: Mapping[int, Channel]
    """The public ones, by their own number."""
    recipients: Mapping[int, tuple[int, int]]
    """What a message is sent to: type, and the number of a stream or person."""
    reactions: Mapping[int, Sequence[tuple[int, str]]]
    """Message → who reacted, and how."""

    def stream_of(self, recipient: int | None) -> Channel | None:
        """The public channel; None for private channels and people."""
        type_, number = self.recipients.get(recipient or 0, (0, 0))
        return self.streams.get(number) if type_ == STREAM else None


@lru_cache(2)
def realm_beside(content: bytes, host: str | None) -> Realm:
    """The same for each file of messages around it. Raises NotReadable."""
    return realm_in(content, host)


def realm_in(content: bytes, host: str | None) -> Realm:
    """Raises NotReadable."""
    tables = mapping(load(content))
    about = next(map(mapping, items(tables.get("zerver_realm"))), {})
    server = host or (words(about.get("string_id")) or UNKNOWN).lower()
    streams = [each for each in map(mapping, items(tables.get("zerver_stream"))) if whole(each.get("id")) is not None]
    url = f"https://{server}" if host else None
    return Realm(
        server,
        dict(_people(tables, server, url)),
        {each["id"]: _channel(each, server, url) for each in streams if each.get("invite_only") is False},
        dict(_recipients(tables)),
        reactions_in(tables),
    )


def host_in(file: str, given: str = "") -> str | None:
    """The host that a container or folder is called like: `chat.example.org.tar.gz › realm.json`."""
    parts = re.split(r"/| › ", file)[:-1]
    folders = [_ENDINGS.sub("", part.strip()) for part in [given.rstrip("/").rsplit("/", 1)[-1], *parts]]
    return next((folder.lower() for folder in reversed(folders) if _FOLDER.fullmatch(folder)), None)


def moment(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LATEST:
        return None
    return EPOCH + timedelta(microseconds=round(value * 1_000_000))


def reactions_in(tables: Mapping[str, Any]) -> Mapping[int, Sequence[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for each in map(mapping, items(tables.get("zerver_reaction"))):
        message, who, emoji = whole(each.get("message")), whole(each.get("user_profile")), words(each.get("emoji_name"))
        if message is not None and who is not None and emoji is not None:
            found.setdefault(message, []).append((who, emoji[:64]))
    return found


def _channel(stream: Mapping[str, Any], server: str, url: str | None) -> Channel:
    name = words(stream.get("name"))
    number = stream["id"]
    link = f"{url}/#narrow/channel/{number}" if url else None
    return Channel("zulip", f"{server}/stream/{number}", name or f"stream {number}", link, None if name else True)


def _people(tables: Mapping[str, Any], server: str, url: str | None) -> Iterator[tuple[int, Person]]:
    for table in _PEOPLE:
        for user in map(mapping, items(tables.get(table))):
            number = whole(user.get("id"))
            if number is not None:
                yield (
                    number,
                    Person(
                        _identity(user, number, server, url, is_ours=table == _PEOPLE[0]),
                        moment(user.get("date_joined")),
                        table == _PEOPLE[0] and user.get("is_bot") is not True,
                    ),
                )


def _identity(user: Mapping[str, Any], number: int, server: str, url: str | None, *, is_ours: bool) -> Identity:
    email = words(user.get("delivery_email")) or words(user.get("email"))
    is_bot = user.get("is_bot") is True
    role = whole(user.get("role"))
    return Identity(
        "zulip",
        f"{server}/{number}",
        name=words(user.get("full_name")),
        email=email if email and "@" in email and is_ours and not is_bot else None,
        url=f"{url}/#user/{number}" if url else None,
        bot=True if is_bot else None,
        staff=None if role is None or not is_ours else role <= MODERATOR,
    )


def _recipients(tables: Mapping[str, Any]) -> Iterator[tuple[int, tuple[int, int]]]:
    for each in map(mapping, items(tables.get("zerver_recipient"))):
        number, type_, of = (whole(each.get(key)) for key in ("id", "type", "type_id"))
        if number is not None and type_ is not None and of is not None:
            yield number, (type_, of)
