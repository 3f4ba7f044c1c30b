"""Which event a report is about: what its head says, else what its rows or its file's name tell."""

import re
from datetime import UTC, datetime, time
from pathlib import PurePosixPath
from typing import NamedTuple

from rapport.platforms.meeting.report import Report, Table
from rapport.platforms.meeting.sheet import Row
from rapport.platforms.when import Reckoning, moment
from rapport.words.identity import Channel

_LUMA = re.compile(r"/(evt-[A-Za-z0-9]+)")
_ZOOM = re.compile(
    r"(?:participants?|attendees?|registration|meeting|webinar|report)[^0-9]{1,20}(\d{9,11})(?!\d)", re.IGNORECASE
)
_TEAMS = re.compile(r"^[^()]*attendance ?report[^()]*\((?P<title>.+)\)$", re.IGNORECASE)
_CLUTTER = re.compile(
    r"\b(?:attendance[ _-]?(?:report|list)|attendees?(?:[ _-]report)?|participants?|guests?(?:[ _-]list)?|rsvps?|"
    r"member[ _-]list|members|registrations?|report|export|on)\b|"
    r"\d{4}[-_.]\d\d[-_.]\d\d(?:[-_. T]\d\d[-_.:]\d\d(?:[-_.:]\d\d)?)?|(?<!\d)\d\d[-_.]\d\d[-_.]\d\d(?!\d)|\(\d+\)",
    re.IGNORECASE,
)


class Occasion(NamedTuple):
    channel: Channel
    """The series: a recurring meeting has one id and one title."""
    start: datetime | None

    @property
    def key(self) -> str:
        """Of one occasion; without a day, of the series."""
        return f"{self.channel.native_id}/{self.start:%Y-%m-%d}" if self.start else self.channel.native_id


def occasion_of(report: Report, file: str, how: Reckoning, first: datetime | None) -> Occasion:
    """`first` is when the first of all came."""
    stem = PurePosixPath(file.rsplit(" › ", 1)[-1]).stem
    title, number = report.meta.get("title"), _number(report, stem)
    start = moment(report.meta.get("start", ""), how) or first
    if start is None and how.day:
        start = datetime.combine(how.day, time(), UTC)
    return Occasion(_channel(title, number, stem), start)


def of_row(table: Table, row: Row, occasion: Occasion, how: Reckoning) -> Occasion:
    """Eventbrite's lists and Zoom's reports of many meetings hold several events, each row saying which."""
    title, number, start = table.cell(row, "event"), table.cell(row, "event_id"), moment(table.cell(row, "day"), how)
    if not title and not number:
        return occasion._replace(start=start or occasion.start)
    start = start or moment(table.cell(row, "join"), how) or occasion.start
    return Occasion(_channel(title or None, number or None, "event"), start)


def _channel(title: str | None, number: str | None, stem: str) -> Channel:
    shown = title or named(stem)
    plain = " ".join(shown.split())[:300]
    # People write Zoom's ids with blanks or hyphens.
    native = f"id/{re.sub(r'[ -]+(?=[0-9])', '', number)[:80]}" if number else f"title/{plain.casefold()}"
    return Channel("meeting", native, plain, None, None if title else True)


def _number(report: Report, stem: str) -> str | None:
    if number := report.meta.get("id"):
        return number
    for table in report.tables:
        for row in table.rows[:5]:
            if found := _LUMA.search(" ".join(row.cells)):
                return found[1]
    zoom = _ZOOM.search(stem)
    return zoom[1] if zoom else None


def named(stem: str) -> str:
    """A file's name without what the products put around a title."""
    if found := _TEAMS.match(stem):
        return found["title"]
    return " ".join(_CLUTTER.sub(" ", stem).replace("_", " ").split()).strip(" -–_.,") or stem or "event"
