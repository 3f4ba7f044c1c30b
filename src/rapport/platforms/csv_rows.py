"""Rows of a CSV file as RFC 4180 has them, one at a time from a stream; a broken one costs only itself.

`tables.py` is for tables with a preamble and quotation marks behind backslashes; this is for those whose texts hold
backslashes of their own (JSON, code).
"""

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from rapport.words.records import MAX_RAW

LONGEST_LINE = 4 << 20
"""Bytes. A longer line is read in pieces, none of which is a good row."""
LONGEST_ROW = 1 << 20
"""Bytes within which an open quotation mark must be closed."""


class CsvRow(NamedTuple):
    number: int
    """Of its first line; the file's first line is 1."""
    cells: list[str] | None
    """None where quotation marks do not close or the number of cells is not the header's."""
    raw: bytes


def first_line(head: bytes) -> list[str]:
    """The cells of the header, from the beginning of a file."""
    line, _, _ = _plain(head).partition(b"\n")
    return _cells(line) or []


def rows_of(stream: BinaryIO, beginning: re.Pattern[bytes]) -> Iterator[CsvRow]:
    """The header, then every row that is not blank. `beginning`: how every row begins; where a quotation mark is not
    closed, the next such line is the next row.
    """
    lines = _Lines(stream)
    width: int | None = None
    while (line := lines.take()) is not None:
        number, cells = lines.number, _cells(line)
        if not line.strip():
            continue
        if not _fits(cells, width) and _is_open(line):
            following = _until_closed(line, lines, beginning)
            whole = line + b"".join(following)
            if _fits(_cells(whole), width):
                line, cells = whole, _cells(whole)
            else:
                lines.give_back(following)
        if width is None and cells is not None:
            width = len(cells)
        yield CsvRow(number, cells if _fits(cells, width) else None, line[:MAX_RAW])


def named(header: list[str], cells: list[str]) -> Mapping[str, str]:
    return dict(zip(header, cells, strict=False))


def _fits(cells: list[str] | None, width: int | None) -> bool:
    return cells is not None and (width is None or len(cells) == width)


def _is_open(line: bytes) -> bool:
    return line.count(b'"') % 2 == 1


def _until_closed(line: bytes, lines: "_Lines", beginning: re.Pattern[bytes]) -> list[bytes]:
    """The lines up to the one that closes the quotation mark, none of them another row."""
    taken: list[bytes] = []
    size = len(line)
    while size <= LONGEST_ROW and (more := lines.take()) is not None:
        if beginning.match(more):
            lines.give_back([more])
            break
        taken.append(more)
        size += len(more)
        if _is_open(more):
            break
    return taken


def _cells(line: bytes) -> list[str] | None:
    """None where the quotation marks are not those of whole cells."""
    text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
    if '"' not in text:
        return text.split(",")
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        return None


def _plain(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf")


class _Lines:
    """Lines of the stream with their ends; some may be given back and are taken again."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: deque[bytes] = deque()
        self.number = 0

    def take(self) -> bytes | None:
        line = self._waiting.popleft() if self._waiting else self._stream.readline(LONGEST_LINE)
        if self.number == 0:
            line = _plain(line)
        self.number += bool(line)
        return line or None

    def give_back(self, lines: list[bytes]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)
