"""A commit table: tab- or comma-separated, with a header naming sha, date, author, e-mail and subject."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, NamedTuple

from rapport.platforms.git.lines import BLOCK, Line, read_lines, single_line
from rapport.platforms.git.moment import moment_of_text
from rapport.platforms.git.read import commit_activities, person
from rapport.platforms.git.repository import channel_of, name_of_table
from rapport.words.activity import COMMIT_FROM_TABLE, Activity
from rapport.words.identity import Channel
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

NAMES = {
    "sha": ("sha", "commit_sha", "hash", "commit_hash", "commit", "commit_id", "oid", "revision"),
    "date": ("author_date", "authored_date", "authored_at", "date", "timestamp", "time", "commit_date"),
    "name": ("author_name", "author", "name"),
    "email": ("author_email", "author_e_mail", "author_mail", "email", "e_mail", "mail"),
    "subject": ("subject", "title", "message", "commit_message", "summary"),
}
"""The columns, each with the spellings of its header; the first one that a table has is taken."""

NO_HEADER = "The first line names no sha, date and author."

_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_AUTHOR = re.compile(r"([^<>]*)<([^<>]*)>\s*")

# A quoted field may hold line feeds. After so many lines the quote was never meant to open a field.
_MAX_LINES = 200


class Table(NamedTuple):
    """What the header says: how rows are divided, and in which column each thing stands."""

    header: bytes
    delimiter: str
    width: int
    columns: dict[str, int]
    channel: Channel


def recognise(name: str, head: bytes) -> bool:
    """Whether the first line names at least a sha, a date and an author."""
    first = next(read_lines([head]), None)
    return first is not None and _table(first, name) is not None


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a row, in the file's order."""
    lines = read_lines(iter(partial(stream.read, BLOCK), b""))
    first = next(lines, None)
    table = _table(first, where.file) if first else None
    if table is None:
        yield Unreadable("line 1", NO_HEADER, first.raw if first else b"")
        return
    for line in _rows(lines, table):
        if line.text.strip():
            yield _read_row(line, table)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """Reads one row again that was set aside; `raw` is the header and the row."""
    header, _, row = raw.partition(b"\n")
    table = _table(single_line(1, header), name)
    if table is None:
        yield Unreadable("line 1", NO_HEADER, raw)
    else:
        yield _read_row(single_line(2, row)._replace(cut=len(raw) >= MAX_RAW), table)


def _table(header: Line, name: str) -> Table | None:
    delimiter = max("\t,;", key=header.text.count)
    titles = [re.sub(r"[^a-z]+", "_", title.lower()).strip("_") for title in _cells(header.text, delimiter) or ()]
    columns = {
        column: titles.index(spelling)
        for column, spellings in NAMES.items()
        if (spelling := next((spelling for spelling in spellings if spelling in titles), None))
    }
    if not {"sha", "date"} <= columns.keys() or not {"name", "email"} & columns.keys():
        return None
    return Table(header.raw, delimiter, len(titles), columns, channel_of(name_of_table(name)))


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of one row; None if its quotes do not close. In a tab-separated table quotes are ordinary."""
    if delimiter == "\t" or '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _rows(lines: Iterator[Line], table: Table) -> Iterator[Line]:
    """Whole rows: lines joined where a quoted field goes on. A quote that never closes costs only its own row."""
    waiting: deque[Line] = deque()
    while (line := _next(waiting, lines)) is not None:
        if table.delimiter == "\t" or line.text.count('"') % 2 == 0:
            yield line
            continue
        others = _until_closed(waiting, lines, table)
        whole = _joined([line, *others])
        cells = _cells(whole.text, table.delimiter)
        if cells is not None and len(cells) == table.width:
            yield whole
        else:
            yield line
            waiting.extendleft(reversed(others))


def _next(waiting: deque[Line], lines: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(lines, None)


def _until_closed(waiting: deque[Line], lines: Iterator[Line], table: Table) -> list[Line]:
    """The lines up to the one that may close an open quote, none of them a good row by itself."""
    taken: list[Line] = []
    while len(taken) < _MAX_LINES and (line := _next(waiting, lines)) is not None:
        cells = _cells(line.text, table.delimiter)
        if cells is not None and len(cells) == table.width and _sha(cells, table):
            waiting.appendleft(line)
            break
        taken.append(line)
        if line.text.count('"') % 2 == 1:
            break
    return taken


def _joined(lines: list[Line]) -> Line:
    raw = b"\n".join(line.raw for line in lines)
    return Line(lines[0].number, raw, "\n".join(line.text for line in lines), any(line.cut for line in lines))


def _sha(cells: list[str], table: Table) -> str | None:
    sha = cells[table.columns["sha"]].strip().lower()
    return sha if _SHA.fullmatch(sha) else None


def _read_row(line: Line, table: Table) -> Outcome:
    try:
        return Record(f"line {line.number}", _activities(line, table))
    except ValueError as error:
        raw = table.header + b"\n" + line.raw
        return Unreadable(f"line {line.number}", str(error), raw[:MAX_RAW])


def _activities(line: Line, table: Table) -> list[Activity]:
    """The commit of a row; ValueError, in words, if it cannot be read."""
    if line.cut:
        raise ValueError("The line is longer than 1 MiB; only its beginning was kept.")
    cells = _cells(line.text, table.delimiter)
    if cells is None:
        raise ValueError("A quote opens a field and does not close.")
    if len(cells) != table.width:
        raise ValueError(f"The row has {len(cells)} columns where the header has {table.width}.")
    sha = _sha(cells, table)
    if sha is None:
        raise ValueError("The sha is not 40 or 64 hexadecimal digits.")
    moment = moment_of_text(cells[table.columns["date"]])
    name, email = (cells[table.columns[key]] if key in table.columns else "" for key in ("name", "email"))
    if not email and (both := _AUTHOR.fullmatch(name)):
        name, email = both.groups()
    message = cells[table.columns["subject"]] if "subject" in table.columns else ""
    return commit_activities(sha, moment, person(name, email), table.channel, message, COMMIT_FROM_TABLE, facts=None)


ARCHIVES: tuple[Archive, ...] = (Archive("git", "git-table", "Commit table", recognise, read, retry),)
