"""The rows of a PostgreSQL dump in plain text, of the tables that are wanted.

`COPY public.posts (id, user_id, …) FROM stdin;`, a row a line with tabs between its cells, `\\.` at the end; `\\N` is
nothing, and a backslash stands before what would be taken for a mark.
Source: postgresql.org/docs/current/sql-copy.html, "Text Format".
"""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

LONGEST_LINE = 16 << 20
"""Bytes. Of a longer line what follows is passed over."""

_COPY = re.compile(rb'COPY (?:public\.)?"?(\w{1,63})"? \((.{1,20000})\) FROM stdin;\s*$')
_ESCAPED = re.compile(r"\\([bfnrtv\\]|[0-7]{1,3}|x[0-9a-fA-F]{1,2})")
_MARKS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


class Line(NamedTuple):
    table: str
    number: int
    """The table's first row is 1."""
    cells: tuple[str | None, ...] | None
    """Of the wanted columns, in their order; None where the line has not as many cells as the table has columns."""


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.readline(LONGEST_LINE), b"")


def rows_of(lines: Iterator[bytes], wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    """The rows of the wanted tables. A column that a table has not is nothing in each of its rows."""
    for line in lines:
        found = _COPY.match(line) if line.startswith(b"COPY ") else None
        if found is None:
            continue
        table = found[1].decode()
        columns = [name.strip().strip(b'"').decode("utf-8", "replace") for name in found[2].split(b",")]
        if table in wanted:
            places = [columns.index(name) if name in columns else None for name in wanted[table]]
            yield from _rows(lines, table, len(columns), places)
        else:
            # What somebody wrote stands in its rows, and may look as the beginning of another table.
            next((line for line in lines if line.startswith(b"\\.")), None)


def _rows(lines: Iterator[bytes], table: str, width: int, places: list[int | None]) -> Iterator[Line]:
    for number, line in enumerate(lines, 1):
        if line.startswith(b"\\."):
            return
        cells = line.rstrip(b"\n").split(b"\t")
        if len(cells) != width:
            yield Line(table, number, None)
            continue
        yield Line(table, number, tuple(None if place is None else _cell(cells[place]) for place in places))


def _cell(cell: bytes) -> str | None:
    if cell == b"\\N":
        return None
    text = cell.decode("utf-8", "replace")
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    mark = found[1]
    if mark in _MARKS:
        return _MARKS[mark]
    return chr(int(mark[1:], 16) if mark[0] == "x" else int(mark, 8) & 0xFF)
