"""A time in whatever form a table has it. Pure."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from rapport.words.activity import EPOCH


class Moment(NamedTuple):
    at: datetime
    """In UTC."""
    zone: int | None
    """Minutes east of UTC, where the table says."""


UNITS = ((1e11, 1), (1e14, 1_000), (1e17, 1_000_000), (1e20, 1_000_000_000))
"""Numbers below the first are in units of so many a second since 1970: seconds, milli-, micro-, nanoseconds."""


def moment_of(value: object, form: str = "") -> Moment:
    """A time, a number since 1970, or a text: ISO 8601, mail's form, `2024/01/31 10:00`, or the form that is given.

    One without a zone counts as UTC. Raises ValueError, in words.
    """
    try:
        return _moment(_found(value, form))
    except (ValueError, OverflowError, TypeError, IndexError):
        raise ValueError(f"“{str(value)[:60]}” is not a time that can be read.") from None


def _found(value: object, form: str) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    text = str(value or "").strip()
    if form:
        return datetime.strptime(text, form)  # noqa: DTZ007  # the zone is looked at below
    if text.replace(".", "", 1).isdigit() and len(text.partition(".")[0]) != 8:  # eight digits are a day
        return _since_1970(float(text) if "." in text else int(text))
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC").replace("/", "-"))
    except ValueError:
        return parsedate_to_datetime(text)


def _since_1970(number: float) -> datetime:
    unit = next((unit for below, unit in UNITS if abs(number) < below), 0)
    if not unit:
        raise ValueError
    whole, rest = divmod(number, unit)
    return EPOCH + timedelta(seconds=whole, microseconds=rest * 1_000_000 // unit)


def _moment(found: datetime) -> Moment:
    offset = found.utcoffset()
    if offset is None:
        return Moment(found.replace(tzinfo=UTC), None)
    return Moment(found.astimezone(UTC), round(offset.total_seconds() / 60))
