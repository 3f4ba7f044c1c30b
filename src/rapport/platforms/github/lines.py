"""Lines of a stream, read in large pieces, with memory bounded whatever the stream holds."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from rapport.words.records import MAX_RAW

CHUNK = 1 << 20
LONGEST_LINE = 64 << 20
"""Bytes. Longer lines are passed over; an hour of 2012 that stands on a single line has a quarter of this."""


class Long(NamedTuple):
    """The start of a line that is too long to be read, and how long it was."""

    start: bytes
    length: int

    @property
    def reason(self) -> str:
        return f"The line has {self.length:,} bytes; at most {LONGEST_LINE:,} are read."


def lines_of(stream: BinaryIO) -> Iterator[tuple[int, bytes | Long]]:
    """Each line that is not blank, without its end, and its number from 1.

    Splitting megabytes at once is several times as quick as asking a gzip stream line by line.
    """
    # One underlying read at a time: where a damaged stream fails, all that came before it has been handed on.
    read = getattr(stream, "read1", stream.read)
    number = 0
    rest = _Rest()
    while chunk := read(CHUNK):
        first, *others = chunk.split(b"\n")
        rest.add(first)
        if not others:
            continue
        number += 1
        if not rest.is_blank():
            yield number, rest.take()
        rest.clear()
        last = others.pop()
        for line in others:
            number += 1
            if line and not line.isspace():
                yield number, line
        rest.add(last)
    if not rest.is_blank():
        yield number + 1, rest.take()


class _Rest:
    """The beginning of a line whose end has not been read."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def add(self, piece: bytes) -> None:
        was_too_long = self._length > LONGEST_LINE
        self._length += len(piece)
        if was_too_long:
            return
        self._pieces.append(piece)
        if self._length > LONGEST_LINE:
            # Only the part that is kept for people is needed any more.
            self._pieces = [b"".join(self._pieces)[:MAX_RAW]]

    def is_blank(self) -> bool:
        return all(not piece or piece.isspace() for piece in self._pieces)

    def take(self) -> bytes | Long:
        line = b"".join(self._pieces)
        return line if self._length <= LONGEST_LINE else Long(line, self._length)

    def clear(self) -> None:
        self._pieces = []
        self._length = 0
