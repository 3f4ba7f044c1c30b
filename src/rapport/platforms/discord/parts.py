"""The messages of an export, one at a time from a stream: cut where a message begins, which nothing inside one does.

DiscordChatExporter writes `"id"` and `"type"` first, and the people, roles and files inside a message have no type.
"""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from rapport.platforms.ahead import again
from rapport.platforms.begins import Long, pieces
from rapport.platforms.discord.wire import Head
from rapport.platforms.elements import Damaged
from rapport.platforms.window import LONGEST
from rapport.words.records import MAX_RAW

LONGEST_HEAD = 1 << 20
FIRST = 4096
"""Bytes after the head from which the way a message begins is told."""
BOM = b"\xef\xbb\xbf"

_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_SCALAR = rb'(?:"(?:[^"\\]|\\.){0,64}"|\d{1,20}|null)'
_BEGINS = re.compile(rb'\{\s*"id"\s*:\s*' + _SCALAR + rb'\s*,\s*"type"\s*:')
_INDENTED = re.compile(rb"\s*?(\n[ \t]*)\{")
_OTHERWISE = re.compile(rb'\{\s*"(\w{1,32})"\s*:\s*' + _SCALAR + rb'\s*,\s*"(\w{1,32})"\s*:')
_head = msgspec.json.Decoder(Head).decode


def parts_of(stream: BinaryIO) -> tuple[Head, Iterator[bytes | Damaged]]:
    """What the file tells before its messages, and then parts of which nearly each is one message."""
    begun = b""
    while len(begun) < LONGEST_HEAD and (piece := stream.read(1 << 16)):
        begun += piece
        if (found := _MESSAGES.search(begun)) and len(begun) > found.end() + FIRST:
            break
    found = _MESSAGES.search(begun)
    if found is None:
        return Head(), iter([Damaged(begun[:MAX_RAW], "The file holds no list of messages, or ends before it.")])
    first = begun[found.end() :]
    return _head_of(begun[: found.end()]), _trimmed(pieces(again(first, stream), _begins(first[:FIRST])))


def keep(raw: bytes, head: Head) -> bytes:
    """A file with that one message, for what is set aside."""
    before = json.dumps({"guild": None, "channel": None} | msgspec.to_builtins(head))[:-1] + ', "messages": ['
    return (before.encode() + raw + b"]}")[:MAX_RAW]


def _head_of(begun: bytes) -> Head:
    try:
        return _head(begun.removeprefix(BOM) + b"]}")
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return Head()


def _begins(first: bytes) -> re.Pattern[bytes]:
    """How a message begins: as DiscordChatExporter writes it, else as the first one does, indented or not."""
    if _BEGINS.match(first.lstrip()):
        return _BEGINS
    if indented := _INDENTED.match(first):
        return re.compile(re.escape(indented[1]) + rb"\{")
    if not (other := _OTHERWISE.match(first.lstrip())):
        return _BEGINS
    return re.compile(rb'\{\s*"%b"\s*:\s*' % other[1] + _SCALAR + rb'\s*,\s*"%b"\s*:' % other[2])


def _trimmed(found: Iterator[bytes | Long]) -> Iterator[bytes | Damaged]:
    for piece in found:
        if isinstance(piece, Long):
            yield Damaged(piece.start, f"The message is longer than {LONGEST >> 20} MiB.")
        elif trimmed := piece.strip(b", \t\r\n"):
            yield trimmed
