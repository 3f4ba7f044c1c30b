"""Calendar files (iCalendar, RFC 5545): what one is, and how it is read.

The reader is loaded when the first calendar comes: icalendar alone takes half a second, which every command would pay.
"""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from rapport.words.records import Archive, Outcome, Record, Where

_BEGIN = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*BEGIN:V(?:CALENDAR|EVENT|TODO|JOURNAL|FREEBUSY|TIMEZONE|AVAILABILITY|ALARM)\s", re.IGNORECASE
)


def recognise(_name: str, head: bytes) -> bool:
    return _BEGIN.match(head) is not None


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a component, and one an occurrence of those that recur; these come at the end of their calendar."""
    from rapport.platforms.calendar.whole import read_calendars

    yield from read_calendars(stream, where.file)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    """Reads a calendar that holds the one component that was set aside, behind the zones that it needs."""
    from rapport.platforms.calendar.whole import ZONE

    for outcome in read(io.BytesIO(raw), Where(name)):
        if not (isinstance(outcome, Record) and outcome.position.endswith(ZONE)):
            yield outcome


ARCHIVES = (Archive("calendar", "calendar-file", "Calendar files", recognise, read, retry),)
