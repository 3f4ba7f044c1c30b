"""Rows of a CSV table, one at a time from a stream, whatever its quotation marks have come to."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Set
from typing import BinaryIO

from rapport.words.records import MAX_RAW, Unreadable

LONGEST = 1 << 17
"""Characters of one row. Where a quotation mark was never closed, the rows after it are not lost in it for good."""
PREAMBLE = 40
"""Lines within which the names of the columns must come."""

Row = dict[str, str]


def column(name: str) -> str:
    """A column's name as it is looked for: `Email Address` and `EMAIL ADDRESS` are `email address`."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def columns_in(head: bytes, known: Set[str]) -> set[str]:
    """The names of the columns, from the beginning of a file; empty where no line holds all of `known`."""
    for line in _decoded(head).splitlines()[:PREAMBLE]:
        names = {column(cell) for cell in _cells(line)}
        if names >= known:
            return names
    return set()


def rows(
    stream: BinaryIO, known: Set[str], begins: re.Pattern[str] | None = None
) -> Iterator[tuple[int, Row | Unreadable]]:
    """Each row with the number of its first line, by its columns' names; what comes before these is passed over.

    `known`: the columns without which it is not the table that was looked for. `begins`: how a row begins that never
    stands inside a cell, so that a quotation mark left open ends there at the latest.
    """
    names: list[str] = []
    for number, text in _texts(stream, begins):
        if isinstance(text, Unreadable):
            if names:
                yield number, text
            continue
        cells = _cells(text)
        if not names:
            found = [column(cell) for cell in cells]
            names = found if known <= set(found) else []
        elif any(cell.strip() for cell in cells):
            yield number, dict(zip(names, cells, strict=False))


def _cells(text: str) -> list[str]:
    """LinkedIn's comments have their quotation marks behind a backslash, all else has them doubled."""
    try:
        return next(csv.reader([text.replace('\\"', '""')]), [])
    except csv.Error:
        return []


def _texts(stream: BinaryIO, begins: re.Pattern[str] | None) -> Iterator[tuple[int, str | Unreadable]]:
    """The text of each row: lines up to where the quotation marks are closed."""
    lines = _Lines(stream)
    while (line := lines.take()) is not None:
        number, taken, size = lines.number, [line], len(line)
        while _is_open(taken) and size <= LONGEST and (more := lines.take()) is not None:
            if begins and begins.match(more):
                lines.give_back([more])
                break
            taken.append(more)
            size += len(more)
        if _is_open(taken) or size > LONGEST:
            lines.give_back(taken[1:])
            reason = "A quotation mark is not closed, or the row is too long."
            yield number, Unreadable(f"line {number}", reason, line.encode("utf-8", "surrogatepass")[:MAX_RAW])
        else:
            yield number, "".join(taken)


def _is_open(taken: list[str]) -> bool:
    return sum(line.count('"') for line in taken) % 2 == 1


class _Lines:
    """Lines of the stream with their numbers; some may be given back and are taken again."""

    def __init__(self, stream: BinaryIO) -> None:
        head = stream.read(2)
        encoding = "utf-16" if head in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        self._text = io.TextIOWrapper(_Joined(head, stream), encoding, "replace", newline="")  # type: ignore[type-var]
        self._waiting: deque[str] = deque()
        self.number = 0

    def take(self) -> str | None:
        line = self._waiting.popleft() if self._waiting else self._text.readline(LONGEST)
        self.number += bool(line)
        return line or None

    def give_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)


class _Joined(io.BufferedIOBase):
    """What was read of a stream and the rest of it."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._read = head, getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1, /) -> bytes:
        head, self._head = self._head, b""
        return head or self._read(size if size > 0 else 1 << 16)

    def read(self, size: int | None = -1, /) -> bytes:
        return self.read1(size or -1)


def _decoded(head: bytes) -> str:
    return head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
