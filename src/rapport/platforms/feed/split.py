"""A large XML feed in pieces that are feeds themselves, so that memory stays flat and a bad entry is one entry."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LONGEST = 1 << 20
"""Bytes of one entry, and of what stands before the first one."""
PIECE = 128 << 10
CHUNK = 256 << 10

_START = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|(<(?:\w+:)?(?:item|entry)[\s>/])", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(
    rb"""<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[!?][^>]*+>|<(/?)([\w:.-]++)(?:[^<>"']|"[^"]*"|'[^']*')*+>""",
    re.DOTALL,
)
_MARK = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)(?:\w+:)?(?P<entry>item|entry)(?=[\s>/])[^<>]*+>",
    re.DOTALL | re.IGNORECASE,
)


class Piece(NamedTuple):
    number: int
    """Of its first entry in the file, from 1."""
    head: bytes
    """All that stands before the first entry."""
    entries: list[bytes]
    tail: bytes
    """What closes the elements that the head opens; empty for the last piece, which holds the file's own end."""

    def whole(self) -> bytes:
        return b"".join((self.head, *self.entries, self.tail))

    def alone(self) -> Iterator["Piece"]:
        """Each of its entries as a feed by itself."""
        closing = self.tail or closing_of(self.head)
        for place, entry in enumerate(self.entries):
            yield Piece(self.number + place, self.head, [entry], closing)


class TooLong(NamedTuple):
    number: int
    start: bytes


def pieces(stream: BinaryIO) -> Iterator[Piece | TooLong]:
    """The feed's entries, a few at a time. A file without any is one piece that is all head."""
    head: bytes | None = None
    held: list[bytes] = []
    number, size, tail = 0, 0, b""
    for part in _parts(stream):
        if head is None:
            head, tail = part, closing_of(part)
            continue
        if size >= PIECE:
            yield Piece(number - len(held) + 1, head, held, tail)
            held, size = [], 0
        number += 1
        if len(part) > LONGEST:
            if held:
                yield Piece(number - len(held), head, held, tail)
                held, size = [], 0
            yield TooLong(number, part)
            continue
        held.append(part)
        size += len(part)
    if held or number == 0:
        yield Piece(number - len(held) + 1, head or b"", held, b"")


class Headless(NamedTuple):
    """An entry whose first tag is broken: what stands from the last entry's end to its own."""

    after: int
    """Entries of the data that begin before it."""
    content: bytes


def headless(data: bytes) -> Iterator[Headless]:
    begun, since, inside = 0, 0, False
    for mark in _MARK.finditer(data):
        if mark["entry"] is None:
            continue
        if not mark[1]:
            begun, inside = begun + 1, True
            continue
        if not inside:
            yield Headless(begun, data[since : mark.end()])
        since, inside = mark.end(), False


def closing_of(head: bytes) -> bytes:
    """The end tags of what is still open after the head."""
    opened: list[bytes] = []
    for tag in _TAG.finditer(head):
        name = tag[2]
        if name is None or tag[0].endswith(b"/>"):
            continue
        if not tag[1]:
            opened.append(name)
        elif name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name) :]
    return b"".join(b"</" + name + b">" for name in reversed(opened))


def _parts(stream: BinaryIO) -> Iterator[bytes]:
    """The head, then every entry up to where the next begins. Of one that is too long only the beginning is given."""
    waiting, ended, too_long, begun = b"", False, False, False
    while True:
        starts = [found.start() for found in _START.finditer(waiting) if found[1]]
        if begun and starts[:1] == [0]:
            del starts[0]
        # The last start may be of a tag that is not whole yet; what follows it is looked at again with the next chunk.
        for begin, end in zip([0, *starts], starts, strict=False):
            if not too_long:
                yield waiting[begin:end]
            too_long, begun = False, True
        waiting = waiting[starts[-1] :] if starts else waiting
        if ended:
            if not too_long:
                yield waiting
            return
        if len(waiting) > LONGEST:
            if not too_long:
                yield waiting[: LONGEST + 1]
            too_long, begun, waiting = True, True, waiting[-16:]
        chunk = stream.read(max(CHUNK, len(waiting)))
        ended = not chunk
        waiting += chunk
