"""Slack's times: `1452837318.000002`, seconds since 1970 with six digits that make them unique in a channel."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from rapport.words.activity import EPOCH

_TS = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,6}))?", re.ASCII)

HOUR = 3_600_000_000
"""Microseconds. A zone's clock changes on the hour, with few exceptions in the past."""
GONE = (datetime(9999, 12, 31, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
"""The revision of a deleted message. An export does not say when it was deleted, and Slack brings none back: no
earlier export may outrank it."""


def ts_of(value: str | float | None) -> str | None:
    """As a text that names the message; some tools write it as a number."""
    if type(value) is str:
        return value if _TS.fullmatch(value) else None
    return f"{value:.6f}" if isinstance(value, int | float) and 0 <= value < 1e11 else None


def micros_of(ts: str) -> int:
    """Microseconds since 1970 of what `ts_of` made."""
    whole, _, fraction = ts.partition(".")
    return int(whole + fraction) if len(fraction) == 6 else int(whole + fraction.ljust(6, "0"))


def moment(micros: int) -> datetime:
    """Of microseconds since 1970. Raises OverflowError for a time after the year 9999."""
    seconds, rest = divmod(micros, 1_000_000)
    return EPOCH + timedelta(0, seconds, rest)


def minutes_east(zone: str | None, offset: float | None, micros: int) -> int | None:
    """Of a user's zone at that time, which is in microseconds since 1970; where the zone is unknown here, what the
    offset was when the export was made."""
    if zone and (east := _east(zone, micros // HOUR)) is not None:
        return east
    return int(offset) // 60 if offset is not None and abs(offset) <= 15 * 3600 else None


@lru_cache(1 << 13)
def _east(zone: str, hours: int) -> int | None:
    known = _zone(zone)
    try:
        east = (EPOCH + timedelta(hours=hours)).astimezone(known).utcoffset() if known else None
    except OverflowError:
        return None
    return None if east is None else int(east.total_seconds()) // 60


@lru_cache(1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
