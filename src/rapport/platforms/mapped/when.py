"""A time in whatever form a table has it. Pure."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from rapport.platforms.when import Reckoning, order_told, told
from rapport.words.activity import EPOCH


class Moment(NamedTuple):
    at: datetime
    """In UTC."""
    zone: int | None
    """Minutes east of UTC, where the table says."""


UNITS = ((1e11, 1), (1e14, 1_000), (1e17, 1_000_000), (1e20, 1_000_000_000))
"""Numbers below the first are in units of so many a second since 1970: seconds, milli-, micro-, nanoseconds."""


class Manner(NamedTuple):
    """How a table writes its times, as its mapping says."""

    form: str = ""
    """As `strptime` has it."""
    dates: str = ""
    """`day first`, `month first`, or empty where it is not said."""
    zone: tzinfo = UTC


def moment_of(value: object, manner: Manner = Manner()) -> Moment:  # noqa: B008  # a value that never changes
    """A time, a number since 1970, or a text: ISO 8601, mail's form, 31.1.2024, January 31, 2024, or the form given.

    Raises ValueError, in words; also where a day could be two, and nobody said which.
    """
    if isinstance(value, str) and not manner.form and not manner.dates and order_told(value.strip()) == 0:
        raise ValueError(f"“{value.strip()[:60]}”: say whether the day or the month stands first.")
    try:
        return _moment(_found(value, manner), manner.zone)
    except (ValueError, OverflowError, TypeError, IndexError):
        raise ValueError(f"“{str(value)[:60]}” is not a time that can be read.") from None


def _found(value: object, manner: Manner) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # the zone is looked at below
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    text = str(value or "").strip()
    if manner.form:
        return datetime.strptime(text, manner.form)  # noqa: DTZ007  # the zone is looked at below
    if text.replace(".", "", 1).isdecimal() and len(text.partition(".")[0]) != 8:  # eight digits are a day
        return _since_1970(float(text) if "." in text else int(text))
    try:
        return datetime.fromisoformat(re.sub(r" UTC\Z", "+00:00", text).replace("/", "-"))
    except ValueError:
        found = told(text, Reckoning(_day_first(text, manner.dates), manner.zone))
        return found or parsedate_to_datetime(text)


def _day_first(text: str, dates: str) -> bool:
    """What can be only one counts, whatever was said."""
    order = order_told(text)
    return order == 1 if order in (1, -1) else dates != "month first"


def _since_1970(number: float) -> datetime:
    unit = next((unit for below, unit in UNITS if abs(number) < below), 0)
    if not unit:
        raise ValueError
    whole, rest = divmod(number, unit)
    return EPOCH + timedelta(seconds=whole, microseconds=rest * 1_000_000 // unit)


def _moment(found: datetime, zone: tzinfo) -> Moment:
    """A time without a zone is one of the table's own; where that is UTC, nobody may have said so."""
    told_zone = found.utcoffset() is not None or zone is not UTC
    at = found if found.utcoffset() is not None else found.replace(tzinfo=zone)
    offset = at.utcoffset() if told_zone else None
    return Moment(at.astimezone(UTC), None if offset is None else round(offset.total_seconds() / 60))
