"""What stands around the messages: who the people are, and which channel a folder is."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec

from rapport.platforms.slack.who import identity_of, shown_as
from rapport.platforms.slack.wire import Conversation, User
from rapport.words.identity import Channel, Identity

USERS = ("org_users.json", "users.json")
CHANNELS = ("channels.json", "groups.json")
"""Public channels, and private ones, which only some plans can export."""
DIRECT = ("dms.json", "mpims.json")
"""Conversations between two, and among a few."""
BESIDE = frozenset((*USERS, *CHANNELS, *DIRECT))


class Person(NamedTuple):
    identity: Identity
    zone: str | None
    offset: float | None


class Workspace(NamedTuple):
    people: Mapping[str, Person]
    channels: Mapping[str, Channel]
    """By the name of their folder and by their id."""
    names: Mapping[str, str]
    """How people and channels are mentioned, by id."""
    direct: frozenset[str]
    """Folders of conversations among a few."""


def workspace_of(beside: Mapping[str, bytes]) -> Workspace:
    return _workspace(tuple(beside.get(name) or b"" for name in (*USERS, *CHANNELS, *DIRECT)))


def channel_of(conversation: Conversation) -> Channel:
    name = conversation.name or conversation.id
    return Channel("slack", conversation.id, name, stands_in=None if conversation.name else True)


@lru_cache(2)
def _workspace(files: tuple[bytes, ...]) -> Workspace:
    """Of the files in the order of `workspace_of`. What is damaged in them is told of when their own turn comes."""
    org_users, users, channels, groups, dms, mpims = files
    known = [user for data in (org_users, users) for user in _good(data, User)]
    places = [channel_of(each) for data in (channels, groups) for each in _good(data, Conversation)]
    direct = [name for data in (dms, mpims) for each in _good(data, Conversation) for name in (each.id, each.name)]
    return Workspace(
        {user.id: Person(identity_of(user), user.tz, user.tz_offset) for user in known},
        {key: place for place in places for key in (place.native_id, place.name)},
        {user.id: shown_as(user) for user in known} | {place.native_id: place.name for place in places},
        frozenset(filter(None, direct)),
    )


T = TypeVar("T")


def _good(data: bytes, shape: type[T]) -> Iterable[T]:
    """The records of a list that have the shape."""
    try:
        raws = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf") or b"[]", type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return
    decoder = msgspec.json.Decoder(shape)
    for raw in raws:
        try:
            yield decoder.decode(raw)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            continue
