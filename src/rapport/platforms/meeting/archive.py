"""Reports of who came to a meeting or answered an invitation: of Zoom, Teams, Meet, Luma, Meetup, Eventbrite."""

from collections.abc import Iterator
from datetime import UTC, date
from io import BytesIO
from typing import BinaryIO

from rapport.platforms import tables
from rapport.platforms.fields import NotReadable
from rapport.platforms.meeting.read import Reader
from rapport.platforms.meeting.report import Report, report_of
from rapport.platforms.meeting.sheet import HEAD, LARGEST, is_header, rows_of
from rapport.platforms.when import Reckoning, day_in, moment, reckoning, zone_in
from rapport.platforms.workbooks import is_workbook
from rapport.words.records import Archive, Outcome, Unreadable, Where

NO_TABLE = (
    "It holds no table of people at an event. Any other table, also in a workbook, is read by a mapping: "
    "`rapport collect map` writes one."
)


def recognise(name: str, head: bytes) -> bool:
    """Whether the columns of one of the first rows are those of such a report. Every workbook is taken for one: what is
    in it, its beginning need not tell."""
    if is_workbook(head):
        return True
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b"<"):
        return False
    return next(tables.rows_of(BytesIO(head[: 1 << 15]), is_header=is_header), None) is not None


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a person at an event, one for the event if its time is told, and one a row that cannot be read."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        reason = f"The report is larger than {LARGEST >> 20} MiB. Ask for one event at a time."
        yield Unreadable("whole file", reason, b"")
        return
    try:
        report = report_of(rows_of(data))
    except NotReadable as damage:
        yield Unreadable("whole file", str(damage), b"")
        return
    if not report.tables:
        yield Unreadable("whole file", NO_TABLE, b"" if is_workbook(data[:HEAD]) else data[:10_000])
        return
    yield from Reader(report, where.file, _reckoning(report, where.file)).outcomes()


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    return read(BytesIO(raw), Where(name))


def _reckoning(report: Report, file: str) -> Reckoning:
    cells = [cell for each in report.tables for row in each.rows[:2000] for cell in row.cells]
    zone = zone_in(" ".join([report.meta.get("zone", ""), *report.told])[:2000])
    how = reckoning([*report.meta.values(), *cells], zone or UTC, day_in(file))
    return how._replace(day=_day(report, how) or how.day)


def _day(report: Report, how: Reckoning) -> date | None:
    start = moment(report.meta.get("start", ""), how)
    return start.astimezone(how.zone).date() if start else None


ARCHIVES = (Archive("meeting", "meeting-report", "attendance reports", recognise, read, retry),)
