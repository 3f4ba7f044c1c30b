"""Days cut into periods: how long they are, where each begins and ends, what it is called."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from rapport.words.span import Span


class Grain(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


TRUNCATE = {Grain.DAY: "D", Grain.WEEK: "W", Grain.MONTH: "M", Grain.QUARTER: "Q", Grain.YEAR: "Y"}
"""Ibis' units; weeks begin on Monday (ISO 8601)."""

_LONGEST = {Grain.DAY: 31, Grain.WEEK: 184, Grain.MONTH: 5 * 366, Grain.QUARTER: 15 * 366}
"""The longest span, in days, that a grain is chosen for: it keeps a chart under some 60 periods."""


def grain_for(span: Span) -> Grain:
    return next((grain for grain, longest in _LONGEST.items() if span.days <= longest), Grain.YEAR)


def start_of(day: date, grain: Grain) -> date:
    """The first day of the period that this day is in."""
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    if grain is Grain.MONTH:
        return day.replace(day=1)
    if grain is Grain.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if grain is Grain.YEAR:
        return day.replace(month=1, day=1)
    return day


_SOME_DAY_OF_NEXT = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92, Grain.YEAR: 366}


def end_of(start: date, grain: Grain) -> date:
    """The last day of the period that begins on `start`."""
    try:
        return start_of(start + timedelta(days=_SOME_DAY_OF_NEXT[grain]), grain) - timedelta(days=1)
    except OverflowError:
        return date.max


def periods(span: Span, grain: Grain) -> Iterator[Span]:
    """Every period that has a day in the span, whole: the first and last may reach beyond it."""
    start = start_of(span.first, grain)
    while start <= span.last:
        period = Span(start, end_of(start, grain))
        yield period
        if period.last == date.max:
            return
        start = period.last + timedelta(days=1)


def how_many(span: Span, grain: Grain) -> int:
    """About how many periods the span has; exact for days and weeks."""
    return (span.last - start_of(span.first, grain)).days // _SOME_DAY_OF_NEXT[grain] + 1


def name_of(period: Span, grain: Grain) -> str:
    """What people call the period: "May 2014", "Q2 2014", "the week of 5 May 2014"."""
    start = period.first
    if grain is Grain.YEAR:
        return str(start.year)
    if grain is Grain.QUARTER:
        return f"Q{(start.month + 2) // 3} {start.year}"
    if grain is Grain.MONTH:
        return f"{start:%B} {start.year}"
    return f"the week of {day_name(start)}" if grain is Grain.WEEK else day_name(start)


def day_name(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def calendar_name(span: Span, grains: Iterable[Grain]) -> str:
    """Of days that are a whole period of the first such grain: "October 2026"; empty of others."""
    whole = (grain for grain in grains if span == (start_of(span.first, grain), end_of(span.first, grain)))
    return next((name_of(span, grain) for grain in whole), "")


def days_name(span: Span) -> str:
    """What people call these days: "December 2025", "1 to 24 December 2025", "5 May 2025"."""
    first, last = span
    if first == last:
        return day_name(first)
    if name := calendar_name(span, (Grain.YEAR, Grain.QUARTER, Grain.MONTH)):
        return name
    if first.year != last.year:
        return f"{day_name(first)} to {day_name(last)}"
    return f"{first.day}{f' {first:%B}' if first.month != last.month else ''} to {day_name(last)}"
