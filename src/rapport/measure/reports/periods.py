"""The times that reports are mostly of: the last whole week, month, quarter and year of the data. Pure."""

from datetime import date, timedelta
from typing import NamedTuple

from rapport.measure.periods import Grain, calendar_name, day_name, start_of
from rapport.words.span import Span

GRAINS = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)


class Period(NamedTuple):
    name: str
    span: Span


def last_whole(newest: date) -> list[Period]:
    """Of each grain the last one that has ended; the newest day itself may be half told."""
    found = []
    for grain in GRAINS:
        begun = start_of(newest, grain)
        if begun == date.min:
            continue
        span = Span(start_of(begun - timedelta(days=1), grain), begun - timedelta(days=1))
        found.append(Period(called(span), span))
    return found


def called(span: Span) -> str:
    """ "October 2026", or its two days where it is no calendar's period."""
    if name := calendar_name(span, GRAINS):
        return name
    if span.first == span.last:
        return day_name(span.first)
    return f"{day_name(span.first)} to {day_name(span.last)}"
