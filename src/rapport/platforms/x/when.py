"""When something was: the formats of X's archives, and the time that an id holds."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from rapport.platforms.fields import moment
from rapport.words.activity import EPOCH

FIRST_SNOWFLAKE = 29_700_859_247
"""Ids below this were counted up one by one; since 4 November 2010 they hold a time (Twitter's announcement of
Snowflake; twitter-archive tools take the same border)."""
BEGINNING = datetime(2006, 3, 21, tzinfo=UTC)
"""The day of the first post."""

_SNOWFLAKE_EPOCH = 1_288_834_974_657
"""Milliseconds since 1970 from which ids count (twitter/snowflake, IdWorker.twepoch)."""


def time_of_id(id_: int) -> datetime | None:
    """When an id was given out, to the millisecond; None for an id from before they held a time."""
    if not FIRST_SNOWFLAKE <= id_ < 1 << 63:
        return None
    return EPOCH + timedelta(milliseconds=(id_ >> 22) + _SNOWFLAKE_EPOCH)


def time_written(value: Any) -> datetime | None:
    """`Wed Oct 10 20:19:24 +0000 2018`, `2014-01-24 02:02:37 +0000`, ISO 8601; None where it is no time."""
    if not isinstance(value, str) or len(value) > 64:
        return None
    value = value.strip()
    parts = value.split()
    try:
        if len(parts) == 6:
            week_day, month, day, clock, zone, year = parts
            return parsedate_to_datetime(f"{week_day}, {day} {month} {year} {clock} {zone}").astimezone(UTC)
        if len(parts) == 3:
            return moment("".join([parts[0], "T", *parts[1:]]))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return moment(value)
