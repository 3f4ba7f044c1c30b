"""Dates of a chat's export, written in the manner of the machine that made the file: one manner, in their order.

DiscordChatExporter writes `05-Dec-19 10:20 AM` until version 2.41, then the computer's own manner
(`12/5/2019 10:20 AM`, `05.12.2019 10:20`), in some versions ISO 8601; WhatsApp writes as the phone is set. Only ISO
says the zone: the others are taken as UTC.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from rapport.platforms.fields import moment

_NUMBERS = re.compile(r"\d+")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_FORENOON = re.compile(r"\ba\.?\s?m\b|오전|午前|上午", re.IGNORECASE)
_AFTERNOON = re.compile(r"\bp\.?\s?m\b|오후|午後|下午", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_LETTERS = re.compile(r"[^\W\d_]+")


class _Figures(NamedTuple):
    """The first three numbers of a date, as they stand."""

    first: int
    second: int
    year: int
    dotted: bool
    halved: bool
    """With AM or PM."""


def day_is_first(dates: Iterable[str]) -> bool:
    """Whether `05/12/2019` is in December, told from the rows that a file begins with, which are in their order.

    A number over 12 is no month, and days go one way: what speaks least against itself is right, so that one broken
    date does not turn all the others. Where nothing tells, dots are written where the day is first, and AM and PM
    where the month is. Only dates of the form that most have are asked.
    """
    forms = [(form_of(date), found) for date in dates if (found := _figures(date))]
    usual = Counter(form for form, _ in forms).most_common(1)
    figures = [found for form, found in forms if form == usual[0][0]]
    by_day = _against([(each.year, each.second, each.first) for each in figures])
    by_month = _against([(each.year, each.first, each.second) for each in figures])
    if by_day != by_month:
        return by_day < by_month
    return any(each.dotted for each in figures) or not any(each.halved for each in figures)


def read_date(text: str, *, day_first: bool) -> datetime | None:
    """In UTC; None where it is no date."""
    if _ISO.match(text):
        return moment(text)
    numbers = [int(number) for number in _NUMBERS.findall(text[:60])]
    month = _MONTH.search(text)
    try:
        if month:
            first, second, *clock = numbers
            named = _MONTHS.index(month[1].lower()) + 1
            # "Dec 5, 2019" and "05-Dec-19"; "2019-Dec-05" begins with its year.
            year, day = (first, second) if first > 31 else (second, first)
            date = year, named, day
        else:
            first, second, third, *clock = numbers
            date = _in_order(first, second, third, day_first=day_first)
        return datetime(_whole_year(date[0]), date[1], date[2], *_clock(clock, text), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _in_order(first: int, second: int, third: int, *, day_first: bool) -> tuple[int, int, int]:
    if first > 31:
        return first, second, third
    return (third, second, first) if day_first else (third, first, second)


def _whole_year(year: int) -> int:
    return year + 2000 if year < 100 else year


def _clock(numbers: list[int], text: str) -> tuple[int, int, int]:
    """Hour, minute and second. Raises ValueError where there is no hour and minute."""
    hour, minute, *seconds = numbers
    if _AFTERNOON.search(text):
        hour = hour % 12 + 12
    elif _FORENOON.search(text):
        hour = hour % 12
    return hour, minute, seconds[0] if seconds else 0


def _figures(date: str) -> _Figures | None:
    numbers = [int(number) for number in _NUMBERS.findall(date[:60])[:3]]
    if len(numbers) < 3 or numbers[0] > 31 or _MONTH.search(date) or _ISO.match(date):
        return None
    halved = _AFTERNOON.search(date) is not None or _FORENOON.search(date) is not None
    return _Figures(numbers[0], numbers[1], numbers[2], "." in date.split(" ")[0], halved)


def form_of(date: str) -> str:
    """`12/5/2019 11:59 PM` and `1/10/2020 9:00 AM` are both `0/0/0 0:0 a`."""
    return _LETTERS.sub("a", _NUMBERS.sub("0", date[:60]))


def _against(dates: Sequence[tuple[int, int, int]]) -> int:
    """How many have no such month, and how often the others go another way than most; the newest may be the first."""
    possible = [date for date in dates if date[1] <= 12]
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(possible)]
    return len(dates) - len(possible) + min(steps.count(1), steps.count(-1))
