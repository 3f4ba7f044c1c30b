"""Rows of a CSV table, one at a time from a stream: the one way in which the house reads them.

A row is broken where its quotation marks are not those of whole cells, neither doubled (RFC 4180) nor behind a
backslash (MySQL, LinkedIn's comments), or where it has not as many cells as the header; it costs only itself. A row may
go over many lines: those up to where its quotation marks are closed.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence, Set
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO, NamedTuple

from rapport.platforms.lines import Lines, encoding_of
from rapport.words.records import MAX_RAW, Unreadable

LONGEST = 1 << 20
"""Characters within which an open quotation mark must be closed."""
PREAMBLE = 60
"""Lines within which the names of the columns must come."""
MARKS = ",;\t|"
"""What may stand between cells."""

csv.field_size_limit(LONGEST * 2)  # cells are bounded here; the module's own 131,072 would break good rows

IsHeader = Callable[[Sequence[str]], bool]
Named = dict[str, str]


class Row(NamedTuple):
    number: int
    """Of its first line; the file's first line is 1."""
    cells: list[str] | None
    """None for a broken row."""
    text: str
    """As it was found; of a broken row the first line alone."""
    reason: str = ""
    mark: str = ","
    """What stands between its cells."""

    @property
    def raw(self) -> bytes:
        return self.text.encode("utf-8", "surrogatepass")[:MAX_RAW]


def rows_of(
    stream: BinaryIO, begins: re.Pattern[str] | None = None, is_header: IsHeader | None = None
) -> Iterator[Row]:
    """The header, then every row that is not blank.

    `begins`: how every row begins, and no line inside a cell: where a quotation mark is not closed, the next such line
    is the next row. `is_header` knows the header by its cells, and what comes before it is passed over; without it, the
    header is the first row.
    """
    return in_lines(Lines(stream), begins, is_header)


def in_lines(lines: Lines, begins: re.Pattern[str] | None = None, is_header: IsHeader | None = None) -> Iterator[Row]:
    reading = _Reading(lines, begins)
    if header := reading.header(is_header or bool):
        yield header
        yield from reading.rows()


def all_rows(stream: BinaryIO, is_header: IsHeader) -> Iterator[Row]:
    """Every row of a sheet that holds several tables, blank ones too, as they part the tables. `is_header` knows a row
    by which it is told what stands between cells."""
    reading = _Reading(Lines(stream), None)
    reading.find_mark(is_header)
    return reading.rows(blank=True)


@lru_cache(4)
def header_of(head: bytes) -> Sequence[str]:
    """The cells of the header, from the beginning of a file; none for what is no table."""
    if head.lstrip()[:1] in (b"{", b"[", b"<"):
        return ()
    return next((row.cells or () for row in rows_of(BytesIO(head))), ())


def cells_in(line: str) -> list[str]:
    """The cells of a line by whatever parts it into the most."""
    return max((_MANNERS[0].cells(line, mark) or [] for mark in MARKS), key=len)


def column(name: str) -> str:
    """A column's name as it is looked for: `Email Address` and `EMAIL ADDRESS` are `email address`."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def columns_in(head: bytes, known: Set[str]) -> set[str]:
    """The names of the columns, from the beginning of a file; empty where no line holds all of `known`."""
    folded = _folded(head)
    header = next(rows_of(BytesIO(head), None, _holds(known)), None) if all(name in folded for name in known) else None
    return {column(cell) for cell in header.cells or ()} if header else set()


def rows(
    stream: BinaryIO, known: Set[str], begins: re.Pattern[str] | None = None
) -> Iterator[tuple[int, Named | Unreadable]]:
    """Each row with the number of its first line, by its columns' names; what comes before these is passed over.

    `known`: the columns without which it is not the table that was looked for.
    """
    names: list[str] = []
    for row in rows_of(stream, begins, _holds(known)):
        if not names:
            names = [column(cell) for cell in row.cells or ()]
        elif row.cells is None:
            yield row.number, Unreadable(f"line {row.number}", row.reason, row.raw)
        elif any(cell.strip() for cell in row.cells):
            yield row.number, dict(zip(names, row.cells, strict=True))


@lru_cache(4)
def _folded(head: bytes) -> str:
    return head.decode(encoding_of(head), "replace").casefold()


def _holds(known: Set[str]) -> IsHeader:
    return lambda cells: known <= {column(cell) for cell in cells}


class _Manner(NamedTuple):
    """A way in which quotation marks are written."""

    backslash: bool = False
    """A mark inside a cell stands behind a backslash, where all else doubles it."""
    blank: bool = False
    """A blank may stand before a cell's first mark."""

    def cells(self, text: str, mark: str) -> list[str] | None:
        """None where the quotation marks are not those of whole cells."""
        text = text.removesuffix("\n").removesuffix("\r")
        if self.backslash:
            text = text.replace('\\"', '""')
        try:
            return next(csv.reader([text], delimiter=mark, skipinitialspace=self.blank, strict=True), [])
        except csv.Error:
            return None

    def is_odd(self, text: str) -> bool:
        count = text.count('"')
        return (count - text.count('\\"') if self.backslash else count) % 2 == 1


_MANNERS = (_Manner(), _Manner(backslash=True), _Manner(blank=True))
_SEP = re.compile(r"\ufeff?sep=([,;\t|])\r?\n?\Z", re.IGNORECASE)
"""The first line by which Excel is told what stands between cells."""


class _Reading:
    def __init__(self, lines: Lines, begins: re.Pattern[str] | None) -> None:
        self._lines = lines
        self._begins = begins
        self._mark = ","
        self._width: int | None = None

    def header(self, is_header: IsHeader) -> Row | None:
        marks = MARKS
        for _ in range(PREAMBLE):
            if (line := self._lines.take()) is None:
                return None
            if told := _SEP.match(line):
                marks = told[1]
            elif line.strip() and (row := self._as_header(line, marks, is_header)):
                return row
        return None

    def rows(self, *, blank: bool = False) -> Iterator[Row]:
        """The rows that follow, also blank ones where they are asked for."""
        while (line := self._lines.take()) is not None:
            if '"' not in line and (blank or line.strip()):
                yield self._plain(line)
            elif line.strip():
                yield self._quoted(line)

    def find_mark(self, is_header: IsHeader) -> None:
        """What stands between cells: by what parts a header, else by what parts some line into the most cells."""
        if told := _SEP.match("".join(self._lines.ahead(1))):
            self._lines.take()
            self._mark = told[1]
            return
        ahead = self._lines.ahead(PREAMBLE)
        found = [(mark, _MANNERS[0].cells(line, mark) or []) for line in ahead for mark in MARKS]
        header = next((mark for mark, cells in found if len(cells) > 1 and is_header(cells)), None)
        self._mark = header or max(found, key=lambda each: len(each[1]), default=(",", []))[0]

    def _as_header(self, line: str, marks: str, is_header: IsHeader) -> Row | None:
        number, following = self._lines.number, []
        for text in (line, None):
            if text is None and _MANNERS[0].is_odd(line):
                following = self._until_closed(line, _MANNERS[0])
                text = line + "".join(following)
            found = [(mark, cells) for mark in marks if text and (cells := _MANNERS[0].cells(text, mark))]
            for mark, cells in sorted(found, key=lambda each: -len(each[1])):
                if is_header(cells):
                    self._mark, self._width = mark, len(cells)
                    return Row(number, cells, text or "", mark=mark)
        self._lines.give_back(following)
        return None

    def _plain(self, line: str) -> Row:
        cells = line.removesuffix("\n").removesuffix("\r").split(self._mark)
        fit = self._fitting(cells)
        return self._row(self._lines.number, fit, line, "" if fit else self._why(cells))

    def _quoted(self, line: str) -> Row:
        number = self._lines.number
        for manner in _MANNERS:
            if fit := self._fitting(manner.cells(line, self._mark)):
                return self._row(number, fit, line)
            if manner.is_odd(line):
                following = self._until_closed(line, manner)
                whole = line + "".join(following)
                if fit := self._fitting(manner.cells(whole, self._mark)):
                    return self._row(number, fit, whole)
                self._lines.give_back(following)
        return self._row(number, None, line, self._why(_MANNERS[0].cells(line, self._mark)))

    def _row(self, number: int, cells: list[str] | None, text: str, reason: str = "") -> Row:
        return Row(number, cells, text, reason, self._mark)

    def _fitting(self, cells: list[str] | None) -> list[str] | None:
        """The cells where they are a row's; what spreadsheets put behind the last column is cut off."""
        if cells is None or self._width is None or len(cells) == self._width:
            return cells
        return cells[: self._width] if len(cells) > self._width and not any(cells[self._width :]) else None

    def _why(self, cells: list[str] | None) -> str:
        if cells is None:
            return "A quotation mark is not closed, or the row is too long."
        return f"The row has {len(cells)} columns where the header has {self._width}."

    def _until_closed(self, line: str, manner: _Manner) -> list[str]:
        """The lines up to the one that closes the quotation mark, none of them another row."""
        taken: list[str] = []
        size = len(line)
        while size <= LONGEST and (more := self._lines.take()) is not None:
            if self._begins and self._begins.match(more):
                self._lines.give_back([more])
                break
            taken.append(more)
            size += len(more)
            if manner.is_odd(more):
                break
        return taken
