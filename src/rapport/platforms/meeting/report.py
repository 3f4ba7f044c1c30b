"""The parts of a report: what it says of the meeting, and its tables of people.

Topic,Meeting ID,Start Time            a head: one row of titles, one of values
Community call,812 3456 7890,…
                                       (Teams and Meet have a title and a value in each row instead)
Name (Original Name),User Email,…      a table, up to an empty row, the next section's name or the next header
Ada Example,ada@example.org,…
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapport.platforms.meeting.columns import columns_of, is_people, is_total, meta_of
from rapport.platforms.meeting.sheet import Row


class Table(NamedTuple):
    header: list[str]
    columns: Mapping[str, int]
    rows: list[Row]
    total: bool
    """Whether each row sums up all of somebody's comings and goings."""

    def cell(self, row: Row, field: str) -> str:
        place = self.columns.get(field)
        # `--` and `n/a` are Zoom's words for nothing.
        value = row.cells[place] if place is not None and place < len(row.cells) else ""
        return "" if value in ("--", "-", "n/a", "N/A") else value


class Report(NamedTuple):
    meta: dict[str, str]
    """What the head says: title, id, start, end, zone."""
    told: list[str]
    """The words in which it may name its zone."""
    tables: list[Table]
    broken: list[Row]
    """Rows among those of people that are none."""


def report_of(rows: Iterable[Row]) -> Report:
    report = Report({}, [], [], [])
    inside: Table | None = None
    before: Table | None = None
    titles: list[str] | None = None
    for row in rows:
        if row.reason:
            report.broken.extend([row] if inside else ())
            continue
        filled = row.filled
        columns = columns_of(row.cells)
        if len(filled) > 1 and is_people(columns):
            inside, titles = Table(row.cells, columns, [], is_total(row.cells)), None
            report.tables.append(inside)
            report.told.extend(row.cells)
        elif len(filled) < 2:
            before = inside or before
            inside, titles = (inside if filled and _only_column(inside) else None), None
            if inside:
                inside.rows.append(row)
        elif inside is not None:
            inside.rows.append(row)
        elif before and _goes_on(before, row):
            inside = before
            inside.rows.append(row)
        elif titles is not None:
            for title, value in zip(titles, row.cells, strict=False):
                _tell(report, title, value)
            titles = None
        elif sum(meta_of(cell) is not None for cell in filled) > 1:
            titles = row.cells
        else:
            _tell(report, filled[0], filled[1])
    return report


def _goes_on(table: Table, row: Row) -> bool:
    """Whether a row behind an empty one belongs to the table before: as many cells, none of them a figure's name."""
    return len(row.cells) >= len(table.header) > 2 and not any(map(meta_of, row.filled))


def _only_column(table: Table | None) -> bool:
    return table is not None and len(table.header) == 1


def _tell(report: Report, title: str, value: str) -> None:
    field = meta_of(title)
    if field and value:
        report.meta.setdefault(field, value)
        if field != "title":
            report.told.extend((title, value))
