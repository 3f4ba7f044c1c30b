"""Any table, by a mapping that says which column is what: CSV, Excel, JSON, Parquet."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from rapport.platforms.mapped.mapping import Map, map_of
from rapport.platforms.mapped.read import read_row
from rapport.platforms.mapped.rows import Row, json_row, plain, rows_of
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where


def archive_of(by: Map) -> Archive:
    """The archive that takes any file for a table of this mapping."""

    def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
        return read_table(stream, by)

    return replace(ARCHIVES[0], platform=by.platform, recognise=lambda name, head: True, read=read)


def read_table(stream: BinaryIO, by: Map) -> Iterator[Outcome]:
    """One outcome a row, in the file's order."""
    for row in rows_of(stream):
        yield _outcome(row, by)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """What was set aside holds its mapping."""
    try:
        kept = json.loads(raw)
        by, values, line = map_of(kept["map"]), kept.get("row"), kept.get("line")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        yield Unreadable(name, "Too little of it was kept: import the file again with its mapping.", raw)
        return
    row = Row(name, values) if isinstance(values, Mapping) else json_row(name, str(line or ""))
    yield _outcome(row, by)


def _outcome(row: Row, by: Map) -> Outcome:
    if row.values is None:
        return Unreadable(row.position, row.reason, _raw({"line": row.line}, by) if row.line else b"")
    try:
        return Record(row.position, [read_row(row.values, by)])
    except (ValueError, OverflowError) as problem:
        return Unreadable(row.position, str(problem), _raw({"row": json.loads(plain(row.values))}, by))


def _raw(what: Mapping[str, object], by: Map) -> bytes:
    """What `retry` needs; nothing where it is too long to be kept whole."""
    raw = json.dumps({"map": by.as_document(), **what}).encode()
    return raw if len(raw) <= MAX_RAW else b""


def _unknown(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    yield Unreadable(where.file, "A table is read by its mapping: rapport import FILE --map map.toml.", b"")


ARCHIVES: tuple[Archive, ...] = (
    Archive("table", "mapped-table", "any table with a mapping", lambda name, head: False, _unknown, retry),
)
