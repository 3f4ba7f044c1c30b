"""Mattermost's bulk export: a JSON object a line, that says its type and holds itself under that name.

Channels and users stand before the posts of them. Direct messages and what was written in private channels are counted
and nothing of them is kept.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from rapport.platforms.fields import NotReadable, dump, items, load, mapping, words
from rapport.platforms.mattermost.read import bot_of, post_of, room_of, user_of
from rapport.platforms.mattermost.server import Room, server_of
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

LONGEST = 16 << 20
"""Bytes of a line: a post with all its replies, of 16,383 characters each."""

_VERSION = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"type"\s*:\s*"version"\s*,\s*"version"\s*:\s*\d')
_LINE = re.compile(
    rb'^\{\s*"type"\s*:\s*"(post|channel|team|user|role|scheme|emoji)"\s*,\s*"\1"\s*:\s*\{', re.MULTILINE
)
_NO_ROOM = "The file does not say what channel the post is in, or whether it is private: it has no line of it before."


def recognise(_name: str, head: bytes) -> bool:
    return _VERSION.match(head) is not None and _LINE.search(head) is not None


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a channel, user, post and reply. Lines of other things hold nothing and are passed over."""
    yield from _lines(stream, server_of(where.file, where.given))


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside is the line, behind its server and its channel's line."""
    kept, _, rest = raw.partition(b"\n")
    try:
        server = words(mapping(load(kept)).get("rapport_server"))
    except NotReadable:
        server = None
    again = list(_lines(BytesIO(rest if server else raw), server or server_of(name)))
    yield from [outcome for outcome in again if isinstance(outcome, Unreadable) or outcome.activities or outcome.people]


def _lines(stream: BinaryIO, server: str) -> Iterator[Outcome]:
    rooms: dict[tuple[str, str], Room] = {}
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        position = f"line {number}"
        if len(line) == LONGEST and not line.endswith(b"\n"):
            _pass_over(stream)
            yield Unreadable(position, f"The line is longer than {LONGEST >> 20} MiB.", b"")
            continue
        if not line.strip():
            continue
        try:
            value = mapping(load(line))
            yield from _outcomes(value, position, server, rooms)
        except NotReadable as problem:
            yield Unreadable(position, str(problem), _keep(line, server, None))


def _pass_over(stream: BinaryIO) -> None:
    """The rest of a line."""
    while (piece := stream.readline(LONGEST)) and not piece.endswith(b"\n"):
        pass


def _outcomes(
    value: Mapping[str, Any], position: str, server: str, rooms: dict[tuple[str, str], Room]
) -> Iterator[Outcome]:
    """Raises NotReadable."""
    kind = value.get("type")
    inner = mapping(value.get(kind)) if isinstance(kind, str) else {}
    if kind == "channel":
        room = room_of(inner, server)
        rooms[str(inner["team"]).lower(), str(inner["name"]).lower()] = room
        yield Record(position, [], [room.channel] if room.is_open else [])
    elif kind == "user":
        yield Record(position, [], people=[user_of(inner, server)])
    elif kind == "bot":
        yield Record(position, [], people=[bot_of(inner, server)])
    elif kind == "post":
        yield from _post(inner, position, server, rooms)
    elif kind == "direct_post":
        yield from (Record(f"{position}, direct", []) for _ in [inner, *items(inner.get("replies"))])
    elif not isinstance(kind, str):
        raise NotReadable("The line does not say what it is (type).")


def _post(
    post: Mapping[str, Any], position: str, server: str, rooms: Mapping[tuple[str, str], Room]
) -> Iterator[Outcome]:
    """The post, then each reply to it."""
    room = rooms.get((str(post.get("team")).lower(), str(post.get("channel")).lower()))
    replies = [mapping(reply) for reply in items(post.get("replies"))]
    if room is None or not room.is_open:
        for _ in [post, *replies]:
            yield Record(f"{position}, private", []) if room else Unreadable(position, _NO_ROOM, b"")
        return
    thread = words(post.get("rapport_thread"))
    for place, each in enumerate([post, *replies]):
        at = f"{position}, reply {place}" if place else position
        try:
            activities = post_of(each, room.channel, server, thread)
            thread = thread or activities[0].native_id
            yield Record(at, activities)
        except NotReadable as problem:
            within = {"team": post.get("team"), "channel": post.get("channel"), "rapport_thread": thread}
            alone = {**each, **within, "replies": None}
            yield Unreadable(at, str(problem), _keep(dump({"type": "post", "post": alone}), server, post))


def _keep(line: bytes, server: str, post: Mapping[str, Any] | None) -> bytes:
    """The line, with what it takes to read it again: only what stands in an open channel is kept at all."""
    head = dump({"rapport_server": server}) + b"\n"
    if post is None:
        return head if b"post" in line else (head + line)[:MAX_RAW]
    channel = {"team": post.get("team"), "name": post.get("channel"), "type": "O"}
    return (head + dump({"type": "channel", "channel": channel}) + b"\n" + line)[:MAX_RAW]


ARCHIVES = (Archive("mattermost", "mattermost-bulk", "Mattermost bulk exports", recognise, read, retry),)
