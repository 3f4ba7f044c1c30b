"""A commit table: tab- or comma-separated, with a header naming sha, date, author, e-mail and subject, or without."""

from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from rapport.platforms.git.columns import SAMPLE, Columns, author_in, by_content, by_header, cells_of, sha_in
from rapport.platforms.git.lines import BLOCK, Line, read_lines, single_line
from rapport.platforms.git.moment import moment_of_text
from rapport.platforms.git.read import commit_activities, person
from rapport.platforms.git.repository import channel_of, name_of_table
from rapport.words.activity import COMMIT_FROM_TABLE, Activity
from rapport.words.identity import Channel
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

NO_HEADER = "The first line names no sha, date and author."

# A quoted field may hold line feeds. After so many lines the quote was never meant to open a field.
_MAX_LINES = 200


class Table(NamedTuple):
    """How rows are divided, and in which column each thing stands."""

    header: bytes
    """The first line, or one that says the same where there is none."""
    columns: Columns
    channel: Channel
    headed: bool


def recognise(name: str, head: bytes) -> bool:
    """Whether the first line names at least a sha, a date and an author, or the first rows show where they stand."""
    return _table(list(islice(read_lines([head[: head.rfind(b"\n") + 1] or head]), SAMPLE)), name) is not None


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a row, in the file's order."""
    lines = read_lines(iter(partial(stream.read, BLOCK), b""))
    first = list(islice(lines, SAMPLE))
    table = _table(first, where.file)
    if table is None:
        yield Unreadable("line 1", NO_HEADER, first[0].raw if first else b"")
        return
    for line in _rows(chain(first[table.headed :], lines), table):
        if line.text.strip():
            yield _read_row(line, table)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """Reads one row again that was set aside; `raw` is the header and the row."""
    header, _, row = raw.partition(b"\n")
    table = _table([single_line(1, header)], name)
    if table is None:
        yield Unreadable("line 1", NO_HEADER, raw)
    else:
        yield _read_row(single_line(2, row)._replace(cut=len(raw) >= MAX_RAW), table)


def _table(lines: Sequence[Line], name: str) -> Table | None:
    channel = channel_of(name_of_table(name))
    if lines and (columns := by_header(lines[0].text)):
        return Table(lines[0].raw, columns, channel, headed=True)
    if columns := by_content([line.text for line in lines]):
        return Table(columns.header().encode(), columns, channel, headed=False)
    return None


def _rows(lines: Iterator[Line], table: Table) -> Iterator[Line]:
    """Whole rows: lines joined where a quoted field goes on. A quote that never closes costs only its own row."""
    waiting: deque[Line] = deque()
    while (line := _next(waiting, lines)) is not None:
        if table.columns.divider == "\t" or line.text.count('"') % 2 == 0:
            yield line
            continue
        others = _until_closed(waiting, lines, table)
        whole = _joined([line, *others])
        cells = cells_of(whole.text, table.columns.divider)
        if cells is not None and len(cells) == table.columns.width:
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
        cells = cells_of(line.text, table.columns.divider)
        if cells is not None and len(cells) == table.columns.width and sha_in(cells[table.columns.places["sha"]]):
            waiting.appendleft(line)
            break
        taken.append(line)
        if line.text.count('"') % 2 == 1:
            break
    return taken


def _joined(lines: list[Line]) -> Line:
    raw = b"\n".join(line.raw for line in lines)
    return Line(lines[0].number, raw, "\n".join(line.text for line in lines), any(line.cut for line in lines))


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
    cells = cells_of(line.text, table.columns.divider)
    if cells is None:
        raise ValueError("A quote opens a field and does not close.")
    places = table.columns.places
    cells = _gathered(cells, line.text, table.columns)
    if len(cells) != table.columns.width:
        raise ValueError(f"The row has {len(cells)} columns where the header has {table.columns.width}.")
    sha = sha_in(cells[places["sha"]])
    if sha is None:
        raise ValueError("The sha is not 40 or 64 hexadecimal digits.")
    moment = moment_of_text(cells[places["date"]])
    name, email = (cells[places[key]].strip() if key in places else "" for key in ("name", "email"))
    if not email and (both := author_in(name)):
        name, email = both
    message = cells[places["subject"]] if "subject" in places else ""
    return commit_activities(sha, moment, person(name, email), table.channel, message, COMMIT_FROM_TABLE, facts=None)


def _gathered(cells: list[str], text: str, columns: Columns) -> list[str]:
    """The cells, where a subject that nobody quoted holds the character that divides columns, with it in one."""
    more, subject = len(cells) - columns.width, columns.places.get("subject")
    if more <= 0 or subject is None or columns.divider == "\t" or cells != text.split(columns.divider):
        return cells
    whole = columns.divider.join(cells[subject : subject + more + 1])
    return [*cells[:subject], whole, *cells[subject + more + 1 :]]
