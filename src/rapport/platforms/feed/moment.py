"""Times of feeds: RFC 822, ISO 8601 and what feedparser knows besides."""

import re
from calendar import timegm
from datetime import UTC, datetime
from time import struct_time

from rapport.platforms.feed.entry import Moment

LONGEST_ADDRESS = 1_000

_IN_ADDRESS = re.compile(
    r"https?://[^/]*/(?:[^?#]*?[^\d?#])??((?:19[89]|20\d)\d)([/-]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01])(?!\d)|(?=/))"
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)\s*(?:\([^()]*\))?\s*$")


def moment_of_parts(parts: object, written: object) -> Moment | None:
    """A time that feedparser has put into UTC, with the zone that the feed wrote; None for an impossible one."""
    if not isinstance(parts, struct_time):
        return None
    try:
        at = datetime.fromtimestamp(timegm(parts), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return Moment(at, zone_of(written))


def moment_of_text(written: object) -> Moment | None:
    """An RFC 3339 time of a JSON Feed. One without a zone counts as UTC."""
    if not isinstance(written, str):
        return None
    try:
        at = datetime.fromisoformat(written.strip())
        if at.tzinfo is not UTC:
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(at, zone_of(written))


def moment_of_address(address: str) -> tuple[Moment, str] | None:
    """The day in `https://blog.example/2023/05/12/reeds`, or the first one of a month, and which of both it is."""
    found = _IN_ADDRESS.match(address[:LONGEST_ADDRESS])
    if found is None or (found[4] is None and found[2] != "/"):
        return None
    try:
        at = datetime(int(found[1]), int(found[3]), int(found[4] or 1), tzinfo=UTC)
    except ValueError:
        return None
    return Moment(at, None), "day" if found[4] else "month"


def zone_of(written: object) -> int | None:
    """Minutes east of UTC at the end of a written time. `Z`, `GMT` and `-0000` say nothing of where somebody was."""
    found = _OFFSET.search(written[-64:]) if isinstance(written, str) else None
    if found is None or found[0].strip().startswith(("-0000", "-00:00")):
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes > 14 * 60 or int(found[3]) > 59:
        return None
    return -minutes if found[1] == "-" else minutes
