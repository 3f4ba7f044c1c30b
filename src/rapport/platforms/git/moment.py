"""When a commit was written: git's seconds and zone, or the date of a commit table."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from rapport.words.activity import EPOCH


class Moment(NamedTuple):
    at: datetime
    """In UTC."""
    zone: int | None
    """Minutes east of UTC where the author was; None if the source does not say or no such zone exists."""


OUTSIDE = "The date lies outside the years 1 to 9999."

# Zones in use run from -12:00 to +14:00; `+9999` and the like come from broken clocks.
_WESTMOST, _EASTMOST = -12 * 60, 14 * 60

_SECONDS = re.compile(r"(-?\d{1,15})(?:\s+([+-]\d{4}))?")
_ZONED = re.compile(r"(.+?)\s*([+-])(\d\d):?(\d\d)")
_GIT_DATE = "%a %b %d %H:%M:%S %Y"


def moment_of_seconds(seconds: str, zone: str) -> Moment:
    """Git's own form: seconds since 1970 and `+0330`. ValueError if no calendar holds that time."""
    try:
        at = EPOCH + timedelta(seconds=int(seconds[:16]))  # 16 digits already lie far outside
    except (OverflowError, ValueError):
        raise ValueError(OUTSIDE) from None
    return Moment(at, _known_zone(zone))


def moment_of_text(text: str) -> Moment:
    """A table's date: ISO 8601, unix seconds, or git's and mail's own forms. A date without a zone counts as UTC.

    ValueError, in words, if it is none of these or no calendar holds it.
    """
    text = text.strip()
    seconds = _SECONDS.fullmatch(text)
    if seconds and len(seconds[1]) != 8:  # eight digits are a day: 20230125
        return moment_of_seconds(seconds[1], seconds[2] or "")
    try:
        return _from_calendar(text)
    except OverflowError:
        raise ValueError(OUTSIDE) from None


def _from_calendar(text: str) -> Moment:
    local, offset, zone = text, 0, None
    if text[-1:] in ("Z", "z"):
        local, zone = text[:-1].rstrip(), 0
    elif ":" in text and (parts := _ZONED.fullmatch(text)):
        local = parts[1]
        offset = (int(parts[3]) * 60 + int(parts[4])) * (-1 if parts[2] == "-" else 1)
        zone = _known_zone(parts[2] + parts[3] + parts[4])
    at = _local_time(local)
    # Git itself counts an absurd zone in when it prints the local time, so it must be counted out again.
    return Moment((at - timedelta(minutes=offset)).replace(tzinfo=UTC), zone)


def _local_time(text: str) -> datetime:
    """A date and time that names no zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            at = datetime.strptime(text, _GIT_DATE)  # noqa: DTZ007 - the zone was taken off before
        except ValueError:
            at = _mail_date(text)
    if at.tzinfo is not None:
        raise ValueError("The date names its zone twice.")
    return at


def _mail_date(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text + " -0000")  # -0000: without a zone of its own
    except (ValueError, TypeError, IndexError):
        raise ValueError("The date is neither ISO 8601 nor seconds since 1970.") from None


def _known_zone(text: str) -> int | None:
    """Minutes east of UTC from `+0330`; None for a zone that does not exist."""
    if len(text) != 5 or text[0] not in "+-" or not (text[1:].isascii() and text[1:].isdigit()):
        return None
    minutes = int(text[1:3]) * 60 + int(text[3:])
    minutes = -minutes if text[0] == "-" else minutes
    return minutes if int(text[3:]) < 60 and _WESTMOST <= minutes <= _EASTMOST else None
