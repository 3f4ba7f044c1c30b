"""Days as segments name them: `June`, `3 June 2025`, `2025`, `the last 2 months`. Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

from rapport.people.segments.tree import Days, Last, Period
from rapport.people.segments.words import MONTHS
from rapport.words.span import Span

_WRITTEN = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})(?: (\d{{4}}))?", re.IGNORECASE)


def days_named(written: str, today: date) -> Span:
    """The days that a year, a month or a day names; without a year, the latest that has begun. Raises ValueError."""
    if written.isdecimal():
        return Span(date(int(written), 1, 1), date(int(written), 12, 31))
    found = _WRITTEN.fullmatch(written)
    if found is None:
        day = date.fromisoformat(written)
        return Span(day, day)
    number, month, year = found[1], [name.lower() for name in MONTHS].index(found[2].lower()) + 1, found[3]
    if number is None:
        first = date(int(year or today.year), month, 1)
        first = first if year or first <= today else first.replace(year=first.year - 1)
        return Span(first, first.replace(day=monthrange(first.year, month)[1]))
    day = date(int(year), month, int(number)) if year else _latest(month, int(number), today)
    return Span(day, day)


def _latest(month: int, number: int, today: date) -> date:
    """The latest such day up to today: 29 February may be four years ago, or eight."""
    for year in range(today.year, today.year - 9, -1):
        if number <= monthrange(year, month)[1] and date(year, month, number) <= today:
            return date(year, month, number)
    return date(today.year, month, number)


def since(last: Last, today: date) -> date:
    """The first of the days, as many months back as the calendar has them: from 31 March one month is 1 March."""
    if last.unit in ("day", "week"):
        return today - timedelta(days=last.n * (7 if last.unit == "week" else 1) - 1)
    months = today.year * 12 + today.month - 1 - last.n * (12 if last.unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])) + timedelta(days=1)


def within(period: Period, today: date) -> Days:
    """The days that a period is on that day."""
    return Days(since(period, today), today) if isinstance(period, Last) else period
