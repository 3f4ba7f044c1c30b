"""Which week a digest is of, and when it is due. Pure.

Days are counted in UTC and the mail comes in the morning of the home's time zone: where Monday begins earlier than in
UTC, the week is not over at eight.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from rapport.measure.question import EARLIEST, LATEST, QuestionRefused
from rapport.words.span import Span

AT = time(8)
"""On Monday, where the home is."""
LEFT = timedelta(hours=1)
"""After the end of Sunday in UTC, for what comes in late."""
_WRITTEN = re.compile(r"(\d{4})-?[Ww](\d{1,2})")


class WeekRefused(QuestionRefused):
    def __init__(self, text: str) -> None:
        years = f"the years {EARLIEST.year} to {LATEST.year}"
        super().__init__("week", f"'{text}' is no week of {years}.", "Write it as 2026-W47, as ISO 8601 does.")


class Week(NamedTuple):
    monday: date

    @property
    def span(self) -> Span:
        return Span(self.monday, self.monday + timedelta(days=6))

    @property
    def before(self) -> "Week":
        return Week(self.monday - timedelta(weeks=1))

    @property
    def after(self) -> "Week":
        return Week(self.monday + timedelta(weeks=1))

    def __str__(self) -> str:
        """ "2026-W47"."""
        year, number, _ = self.monday.isocalendar()
        return f"{year:04}-W{number:02}"


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def read_week(text: str) -> Week:
    """Raises WeekRefused."""
    found = _WRITTEN.fullmatch(text.strip())
    try:
        if found and EARLIEST.year <= int(found[1]) <= LATEST.year:
            return Week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    raise WeekRefused(text)


def due_at(week: Week, zone: tzinfo) -> datetime:
    """When the digest of this week is to be sent."""
    monday = week.after.monday
    morning = datetime.combine(monday, AT, zone)
    return max(morning, datetime.combine(monday, time(), UTC) + LEFT).astimezone(UTC)


def due(now: datetime, zone: tzinfo) -> Week:
    """The last week whose digest was to be sent by now. One that slept through several sends only this one's."""
    week = week_of(now.astimezone(UTC).date()).before
    return week if due_at(week, zone) <= now else week.before
