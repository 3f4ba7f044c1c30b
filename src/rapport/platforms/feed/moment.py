"""Times of feeds: RFC 822, ISO 8601 and what feedparser knows besides."""

import re
from calendar import timegm
from datetime import UTC, datetime
from time import struct_time

from rapport.platforms.feed.entry import Moment

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
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(at, zone_of(written))


def zone_of(written: object) -> int | None:
    """Minutes east of UTC at the end of a written time. `Z`, `GMT` and `-0000` say nothing of where somebody was."""
    found = _OFFSET.search(written[-64:]) if isinstance(written, str) else None
    if found is None or found[0].strip().startswith(("-0000", "-00:00")):
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    if minutes > 14 * 60 or int(found[3]) > 59:
        return None
    return -minutes if found[1] == "-" else minutes
