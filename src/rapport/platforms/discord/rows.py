"""The rows of a CSV, one at a time, whatever stands in the messages: line breaks, quotes, a quote that never ends."""

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from rapport.words.records import MAX_RAW

CHUNK = 1 << 18
LONGEST = 1 << 20
"""Bytes of one row: a message has at most 4,000 characters, but many files may hang on it."""
# A row begins so, and a message that holds such a line has its quotes doubled.
_BEGINS = re.compile(rb'"\d{15,20}"[,;\t]"')


class Row(NamedTuple):
    raw: bytes
    fields: list[str] | None
    """None where it is no row."""


def rows_of(stream: BinaryIO, delimiter: str) -> Iterator[Row]:
    """Every row that is not blank, the heading too."""
    held: list[bytes] = []
    size = quotes = 0
    for line in _lines(stream):
        begins = quotes % 2 == 1 and _BEGINS.match(line) is not None
        if held and (begins or quotes % 2 == 0 or size > LONGEST):
            yield from _row(b"".join(held), delimiter)
            held, size, quotes = [], 0, 0
        held.append(line)
        size += len(line)
        quotes += line.count(b'"')
    yield from _row(b"".join(held), delimiter)


def _row(raw: bytes, delimiter: str) -> Iterator[Row]:
    if not raw.strip():
        return
    text = raw.decode("utf-8-sig", "replace").rstrip("\r\n")
    if raw.count(b'"') % 2 or len(raw) > LONGEST:
        yield Row(raw[:MAX_RAW], None)
        return
    try:
        fields = next(csv.reader([text], delimiter=delimiter), None)
    except csv.Error:
        fields = None
    yield Row(raw[:MAX_RAW], fields)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """With their ends, at most LONGEST bytes of one."""
    rest = b""
    while piece := stream.read(CHUNK):
        lines = (rest + piece).splitlines(keepends=True) if len(rest) <= LONGEST else [rest, piece]
        rest = lines.pop()
        yield from lines
    if rest:
        yield rest
