"""The rows of a report, whatever program wrote it."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from rapport.platforms.fields import NotReadable
from rapport.platforms.meeting.columns import columns_of, is_people
from rapport.platforms.tables import all_rows
from rapport.platforms.workbooks import is_workbook, sheets_of, shown

HEAD = 1 << 16
LARGEST = 16 << 20
"""Bytes of one report, which is held whole: several of its rows may be of one person."""
# Webex writes its times as formulas, so that Excel leaves them alone.
_FORMULA = re.compile(r'\A="(.*)"\Z', re.DOTALL)


class Row(NamedTuple):
    place: str
    """For people: `line 17`, `Attendees, row 17`."""
    cells: list[str]
    reason: str = ""
    """Why it is broken, and then it has no cells."""
    raw: bytes = b""

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


def is_header(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and is_people(columns_of(cells))


def rows_of(data: bytes) -> Iterator[Row]:
    """Empty rows too, as they part sections. Raises NotReadable for a workbook that cannot be opened."""
    if is_workbook(data[:HEAD]):
        yield from _of_workbook(data)
        return
    for row in all_rows(BytesIO(data), is_header):
        cells = [_FORMULA.sub(r"\1", cell.replace("\0", "").strip()) for cell in row.cells or ()]
        yield Row(f"line {row.number}", cells, row.reason, row.raw if row.reason else b"")


def _of_workbook(data: bytes) -> Iterator[Row]:
    """The rows of all its sheets; where one is damaged, those before the damage."""
    size = 0
    for sheet in sheets_of(BytesIO(data)):
        place = sheet.name
        try:
            for number, values in sheet.rows:
                place = f"{sheet.name}, row {number}"
                cells = [shown(value).replace("\0", "") for value in values]
                size += sum(len(cell) + 1 for cell in cells)
                if size > LARGEST:
                    raise NotReadable(f"What follows is not read: the report is larger than {LARGEST >> 20} MiB.")
                yield Row(place, cells)
        except NotReadable as damage:
            yield Row(f"after {place}", [], str(damage))
        yield Row(sheet.name, [])


def table(rows: list[list[str]]) -> bytes:
    """Rows as CSV."""
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\n".join(quoted).encode("utf-8", "replace")
