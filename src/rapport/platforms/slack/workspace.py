"""What stands around the messages: who the people are, and which channel a folder is."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec

from rapport.platforms.slack.who import identity_of, shown_as
from rapport.platforms.slack.wire import Canvas, Conversation, User
from rapport.words.identity import Channel, Identity

USERS = ("org_users.json", "users.json")
CHANNELS = ("channels.json", "groups.json")
"""Public channels, and private ones, which only some plans can export."""
DIRECT = ("dms.json", "mpims.json")
"""Conversations between two, and among a few."""
CANVASES = ("canvases.json", "lists.json")
"""The files that people comment on, and where they were shared."""
COMMENTED = "file_conversations.json"
"""What is said of these files: a conversation each, called `FC:F0LINKS:Links` as its folder is."""
BESIDE = frozenset((*USERS, *CHANNELS, *DIRECT, *CANVASES, COMMENTED))
_CANVAS = re.compile(r"FC[:_](F[A-Z0-9]{5,})[:_](.*)", re.DOTALL)
"""Of which file a folder holds the comments. Windows has no colons in names."""


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
    canvases: Mapping[str, Channel]
    """Where files were commented on that everybody in some channel sees, by the file's id."""


def workspace_of(beside: Mapping[str, bytes]) -> Workspace:
    names = (*USERS, *CHANNELS, *DIRECT, *CANVASES, COMMENTED)
    return _workspace(tuple(beside.get(name) or b"" for name in names))


def canvas_of(folder: str) -> tuple[str, str] | None:
    """The id and the title of the file whose comments a folder holds."""
    found = _CANVAS.fullmatch(folder)
    return (found[1], found[2]) if found else None


def channel_of(conversation: Conversation) -> Channel:
    name = conversation.name or conversation.id
    return Channel("slack", conversation.id, name, stands_in=None if conversation.name else True)


@lru_cache(2)
def _workspace(files: tuple[bytes, ...]) -> Workspace:
    """Of the files in the order of `workspace_of`. What is damaged in them is told of when their own turn comes."""
    org_users, users, channels, groups, dms, mpims, canvases, lists, commented = files
    known = [user for data in (org_users, users) for user in _good(data, User)]
    places = [channel_of(each) for data in (channels, groups) for each in _good(data, Conversation)]
    direct = [name for data in (dms, mpims) for each in _good(data, Conversation) for name in (each.id, each.name)]
    seen = {place.native_id for place in places}
    shared = {file.id for data in (canvases, lists) for file in _good(data, Canvas) if _is_shared(file, seen)}
    return Workspace(
        {user.id: Person(identity_of(user), user.tz, user.tz_offset) for user in known},
        {key: place for place in places for key in (place.native_id, place.name)},
        {user.id: shown_as(user) for user in known} | {place.native_id: place.name for place in places},
        frozenset(filter(None, direct)),
        _commented(shared, commented),
    )


def _is_shared(file: Canvas, channels: set[str]) -> bool:
    return bool(file.is_public) or any(share.channel in channels for share in file.shares or ())


def _commented(shared: set[str], commented: bytes) -> dict[str, Channel]:
    """The conversations about these files. That of another may be of a talk between two, as its file is."""
    found = {}
    for each in _good(commented, Conversation):
        file, title = canvas_of(each.name or "") or ("", "")
        if file in shared:
            found[file] = Channel("slack", each.id, title or file)
    return found


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
