"""The rows of a report, whatever program wrote it."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from rapport.platforms.meeting.columns import columns_of, is_people
from rapport.platforms.tables import all_rows


class Row(NamedTuple):
    place: str
    """For people: `line 17`."""
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
    """Empty rows too, as they part sections."""
    for row in all_rows(BytesIO(data), is_header):
        cells = [cell.replace("\0", "").strip() for cell in row.cells or ()]
        yield Row(f"line {row.number}", cells, row.reason, row.raw if row.reason else b"")


def table(rows: list[list[str]]) -> bytes:
    """Rows as CSV."""
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\n".join(quoted).encode("utf-8", "replace")
