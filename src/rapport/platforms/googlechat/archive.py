"""Google Chat as Google Takeout gives it: a folder for each space, with messages.json and group_info.json."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from rapport.platforms.elements import Damaged, elements
from rapport.platforms.fields import NotReadable, dump, load, mapping
from rapport.platforms.googlechat.read import activities_of
from rapport.platforms.googlechat.space import INFO, Space, space_of
from rapport.words.activity import EPOCH
from rapport.words.identity import Channel
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Told, Unreadable, Where

LARGEST = 48 << 20
"""Bytes of a group_info.json, which is read whole."""
_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_OWN = re.compile(rb'"(?:creator|created_date|topic_id|message_id)"\s*:')
_MEMBERS = re.compile(rb'"members"\s*:\s*\[')
_USER_TYPE = re.compile(rb'"user_type"\s*:')


def looks_like_messages(_name: str, head: bytes) -> bool:
    return _is_object(head) and bool(_MESSAGES.search(head)) and len(set(_OWN.findall(head))) > 1


def looks_like_info(_name: str, head: bytes) -> bool:
    return _is_object(head) and bool(_MEMBERS.search(head) and _USER_TYPE.search(head)) and not _MESSAGES.search(head)


def _is_object(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def messages(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a message. Those of a talk between two or a few hold nothing: they are counted."""
    try:
        space = space_of(where.file, where.beside.get(INFO, b""))
    except NotReadable as problem:
        yield Unreadable("whole file", str(problem), b"")
        return
    for place, found in enumerate(elements(stream, _MESSAGES), 1):
        if space is None:
            yield Record(f"a private talk, message {place}", [])
        elif isinstance(found, Damaged):
            yield Unreadable(f"message {place}", found.reason, b"")
        else:
            yield _outcome(found, f"message {place}", space.channel)


def people(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """The space with its name, and who is in it."""
    data = stream.read(LARGEST + 1)
    try:
        if len(data) > LARGEST:
            raise NotReadable(f"The file is larger than {LARGEST >> 20} MB.")
        load(data)
        space = space_of(where.file, data)
    except NotReadable as problem:
        yield Unreadable("whole file", str(problem), b"")
        return
    yield _described(space, where) if space else Record("a private talk", [])


def _described(space: Space, where: Where) -> Record:
    at = where.saved_at or EPOCH
    return Record(space.channel.native_id, [], [space.channel], [Told(who, at) for who in space.members])


def _outcome(raw: bytes, position: str, channel: Channel) -> Outcome:
    try:
        return Record(position, activities_of(mapping(load(raw)), channel))
    except NotReadable as problem:
        head = dump({"rapport": channel._asdict(), "messages": []})
        return Unreadable(position, str(problem), (head[:-2] + raw + b"]}")[:MAX_RAW])


def _messages_again(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside has its space with it."""
    try:
        kept = mapping(load(raw))
        channel = Channel(**mapping(kept.get("rapport")))
        found = kept["messages"][0]
    except (NotReadable, TypeError, KeyError, IndexError):
        yield Unreadable("message", "Nothing was kept of the message. Import the export again.", raw)
        return
    yield _outcome(dump(found), "message", channel)


def _people_again(raw: bytes, name: str) -> Iterator[Outcome]:
    yield Unreadable("whole file", "Import the export again: nothing was kept of this file.", raw)


ARCHIVES = (
    Archive(
        "googlechat", "googlechat-messages", "Google Chat (Takeout)", looks_like_messages, messages, _messages_again,
        frozenset({INFO}),
    ),
    Archive("googlechat", "googlechat-people", "Google Chat spaces", looks_like_info, people, _people_again),
)  # fmt: skip
