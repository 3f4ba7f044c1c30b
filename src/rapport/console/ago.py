"""How long ago, as briefly as one reads it."""

from datetime import datetime, timedelta, tzinfo

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def ago(at: datetime, now: datetime) -> str:
    """ "now", "5 min", "2 h", "3 d" within four weeks; then the day: "12 Mar", "12 Mar 2016" in another year.

    Both times carry a zone; days are those of `now`'s zone. A time ahead reads "in 5 min".
    """
    seconds = (now - at).total_seconds()
    if abs(seconds) < _MINUTE:
        return "now"
    if abs(now - at) >= timedelta(days=28):
        return _day(in_zone(at, now.tzinfo), now)
    return _length(abs(seconds)) if seconds > 0 else f"in {_length(-seconds)}"


def in_zone(at: datetime, zone: tzinfo | None) -> datetime:
    """The time as that zone writes it; as it is where that zone's calendar has no such day (years 1 and 9999)."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at


def _length(seconds: float) -> str:
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)} h"
    return f"{int(seconds // _DAY)} d"


def _day(at: datetime, now: datetime) -> str:
    """Without strftime: it writes years before 1000 with fewer than four digits on some systems."""
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][at.month - 1]
    return f"{at.day} {month}" if at.year == now.year else f"{at.day} {month} {at.year}"
