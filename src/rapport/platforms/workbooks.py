"""The sheets of an Excel workbook (.xlsx), row by row, with the values that Excel shows.

openpyxl reads them as a stream; what it would hold in memory is bounded before it begins. Formulas are read as what
they last came to, links to other files are not followed, hidden sheets are left out.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from rapport.platforms.fields import NotReadable

ROWS = 1 << 20
"""Of one sheet; Excel itself has no more."""
COLUMNS = 500
"""Columns behind these are not looked at."""
PARTS = 5_000
"""Files in a workbook: a sheet has three at most."""

_CHUNK = 1 << 20
_OVERLAP = 64
_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s/>]")
_FIRST = re.compile(rb"PK\x03\x04.{22}(?:..){2}(?:\[Content_Types\]\.xml|_rels/|docProps/|customXml/|xl/)", re.DOTALL)
_SHEETS = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
_FOREIGN = re.compile(
    rb"(?!(?:\xef\xbb\xbf)?\s*<)|.?.?\0|\s*<\?xml[^>]*encoding=.(?!utf-?8|us-ascii)", re.IGNORECASE | re.DOTALL
)
"""XML in an encoding in which entities could be declared unseen."""

# Much software writes workbooks that lack what openpyxl expects of Excel's; it warns, and reads them well.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")


class Sheet(NamedTuple):
    name: str
    rows: Iterator[tuple[int, Sequence[Any]]]
    """The number of each row, the first is 1, and its values: text, number, truth, time, or None for an empty cell. The
    last empty cells are left out, and of many empty rows all but the first. Raises NotReadable where it is damaged."""


WHOLE = 2 << 30
"""Bytes of a workbook when unpacked, all of which are looked through. Its files may be one and the same bytes."""


class _Bounds(NamedTuple):
    """What openpyxl may come to hold of a part of a workbook."""

    size: int
    """Bytes when unpacked."""
    tags: int
    """XML tags; of a sheet, those between two rows."""


_SHEET = _Bounds(512 << 20, 300_000)
_STRINGS = _Bounds(64 << 20, 2_000_000)
_OTHER = _Bounds(8 << 20, 200_000)


def is_workbook(head: bytes) -> bool:
    """By the names of the files that it is made of: a workbook is a zip."""
    return _FIRST.match(head) is not None and _SHEETS.search(head) is not None


def sheets_of(file: BinaryIO) -> Iterator[Sheet]:
    """The visible sheets of a file that can be sought in. Raises NotReadable, with a reason for people."""
    import openpyxl

    try:
        with zipfile.ZipFile(file) as archive:
            if why := _unsound(archive):
                raise NotReadable(why)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except NotReadable:
        raise
    except Exception as fault:  # noqa: BLE001  # openpyxl raises whatever comes of what is missing or out of place
        raise NotReadable(f"The workbook is damaged or has a password ({type(fault).__name__}).") from None
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield Sheet(sheet.title, _rows(sheet))


def shown(value: object) -> str:
    """A value as text; times as ISO 8601, durations as 1:05:00."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if value is None else str(value).strip()


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    # What a sheet says of its size is often wrong, and is used to fill up its rows.
    sheet.reset_dimensions()
    number, blank = 0, None
    try:
        for number, row in enumerate(islice(sheet.iter_rows(max_col=COLUMNS, values_only=True), ROWS), 1):
            # A row that a sheet skips is always the same one; a sheet may say that it skips a million.
            if row is not blank:
                yield number, (cells := _trimmed(row))
                blank = None if cells else row
    except Exception as fault:  # noqa: BLE001  # as above
        raise NotReadable(f"The sheet {sheet.title} is damaged after row {number} ({type(fault).__name__}).") from None


def _trimmed(row: Sequence[Any]) -> Sequence[Any]:
    width = next((place for place in range(len(row), 0, -1) if row[place - 1] is not None), 0)
    return row[:width]


def _unsound(archive: zipfile.ZipFile) -> str | None:
    """Why it must not be opened."""
    parts = archive.infolist()
    if len(parts) > PARTS:
        return f"The workbook holds {len(parts):,} files, as only one made to do harm does."
    if sum(part.file_size for part in parts) > WHOLE:
        return f"The workbook has more than {WHOLE >> 30} GiB when unpacked; save its sheets as CSV."
    for part in parts:
        name = part.filename.lower().lstrip("/")
        if not name.endswith((".xml", ".rels")):
            continue  # pictures and the like, which nobody opens
        is_sheet = name.startswith("xl/worksheets/")
        bounds = _SHEET if is_sheet else _STRINGS if name.endswith("sharedstrings.xml") else _OTHER
        if part.file_size > bounds.size:
            return f"{part.filename} in the workbook has {part.file_size >> 20:,} MiB; save the sheet as CSV."
        with archive.open(part) as content:
            if why := _unsound_part(content, bounds, is_sheet=is_sheet):
                return f"{part.filename} in the workbook {why}; save the sheet as CSV."
    return None


def _unsound_part(content: Any, bounds: _Bounds, *, is_sheet: bool) -> str | None:
    tags = rows = 0
    before = b""
    while chunk := content.read(_CHUNK):
        both = before + chunk
        if (not before and _FOREIGN.match(chunk)) or b"<!DOCTYPE" in both or b"<!ENTITY" in both:
            return "is not written as workbooks are"
        # What ends in what was looked at before was counted there.
        found = [one.start() for one in _ROW.finditer(both) if one.end() > len(before)] if is_sheet else []
        rows += len(found)
        tags = both.count(b"<", found[-1]) if found else tags + chunk.count(b"<")
        if tags > bounds.tags or rows > ROWS:
            return "holds more than Excel can write"
        before = both[-_OVERLAP:]
    return None
