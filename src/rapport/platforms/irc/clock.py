"""When a line was written: its own stamp, and the day that the lines before it or the file's name tell."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

_TIME = r"(?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?(?:\s?(?P<half>[AaPp])[Mm])?"
_DATE = (
    r"(?P<date>\d{4}(?P<mark>[-/.])\d\d(?P=mark)\d\d)|(?P<dotted>\d\d\.\d\d\.\d{4})"
    r"|(?:[A-Z][a-z]{2,8} )?(?P<named>\d\d[- ][A-Z][a-z]{2,8}[- ]\d{4})|(?P<month>[A-Z][a-z]{2}) (?P<day>\d\d)"
)
_STAMP = re.compile(
    rf"[\[(]?(?:(?:{_DATE})(?:\] \[|[T ]+))?{_TIME}"
    r"(?P<zone>Z|[+-]\d\d:?\d\d| UTC| GMT)?[\])]?(?=[ \t]|$)"
)
_SECONDS = re.compile(r"1\d{9}(?= [<*-])")
"""Since 1970, as ii writes them."""
_LONG = (
    r"(?:[A-Z][a-z]{2},? )?(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2})"
    r"(?: (?P<hour>\d\d):(?P<minute>\d\d):\d\d)?(?: [A-Z]{3,4})?,? (?P<year>\d{4})"
)
_DAY_LINES = (
    re.compile(r"--- (?:Log opened|Log closed|Day changed) " + _LONG),
    re.compile(r"\*{4} (?:BEGIN|ENDING) LOGGING AT " + _LONG),
    re.compile(r"Session (?:Start|Time|Close): " + _LONG),
    re.compile(r"\[\d\d:\d\d(?::\d\d)?\] --- " + _LONG),
)
_OTHER_HEADS = re.compile(r"Session Ident: (?P<channel>\S+)|#meeting|Logfile started|={3,}$|-{3,}$")
MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip


class Stamp(NamedTuple):
    """What a line's beginning says of its time, and where the rest begins."""

    day: date | None
    month_and_day: tuple[int, int] | None
    seconds: int
    ahead: timedelta | None
    end: int


class Head(NamedTuple):
    """A line about the log itself."""

    day: date | None = None
    channel: str | None = None


def stamp_of(line: str) -> Stamp | None:
    found = _STAMP.match(line)
    if found is None:
        return _since_1970(line)
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"] in "Pp")
    day, month = None, MONTHS.get(found["month"] or "")
    try:
        day = _day_of(found)
    except ValueError:
        return None
    if hour > 23 or (found["month"] and not month):
        return None
    seconds = hour * 3600 + int(found["minute"]) * 60 + int(found["second"] or 0)
    return Stamp(day, (month, int(found["day"])) if month else None, seconds, _ahead(found["zone"]), found.end())


def _day_of(found: re.Match[str]) -> date | None:
    """Raises ValueError where it is no day."""
    if found["date"]:
        return date.fromisoformat(found["date"].replace(found["mark"], "-"))
    if found["dotted"]:
        day, month, year = found["dotted"].split(".")
        return date(int(year), int(month), int(day))
    if found["named"]:
        day, name, year = re.split("[- ]", found["named"])
        return date(int(year), MONTHS.get(name[:3], 0), int(day))
    return None


def _since_1970(line: str) -> Stamp | None:
    found = _SECONDS.match(line)
    if found is None:
        return None
    at = datetime.fromtimestamp(int(found[0]), UTC)
    return Stamp(at.date(), None, at.hour * 3600 + at.minute * 60 + at.second, timedelta(), found.end())


def head_of(line: str) -> Head | None:
    for form in _DAY_LINES:
        if (found := form.match(line)) and (month := MONTHS.get(found["month"])):
            try:
                return Head(date(int(found["year"]), month, int(found["day"])))
            except ValueError:
                return None
    found = _OTHER_HEADS.match(line)
    return Head(channel=found["channel"]) if found else None


class Clock:
    """The day goes on by itself where the time falls back by half a day: a midnight that no line tells of."""

    def __init__(self, day: date | None) -> None:
        self.day = day
        self._last = 0
        self._seen: tuple[int, int] | None = None

    def set(self, day: date) -> None:
        self.day, self._last, self._seen = day, 0, (day.month, day.day)

    def at(self, stamp: Stamp) -> datetime | None:
        """In UTC; None where nothing tells the day. A time without zone counts as UTC."""
        try:
            day = self._day(stamp)
            if day is None:
                return None
            at = datetime(day.year, day.month, day.day, tzinfo=timezone(stamp.ahead or timedelta()))
            return (at + timedelta(seconds=stamp.seconds)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def again(self) -> datetime | None:
        """The time of the last stamped line, for one that has no stamp."""
        if self.day is None:
            return None
        return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC) + timedelta(seconds=self._last)

    def _day(self, stamp: Stamp) -> date | None:
        if stamp.day:
            self.day = stamp.day
        elif stamp.month_and_day:
            if self.day is None:
                return None
            month, day = stamp.month_and_day
            # December is followed by January of the next year; the log's head tells the first one.
            turned = self._seen is not None and self._seen[0] == 12 and month == 1
            self._seen = stamp.month_and_day
            self.day = date(self.day.year + turned, month, day)
        elif self.day and stamp.seconds < self._last - 12 * 3600:
            self.day += timedelta(days=1)
        self._last = stamp.seconds
        return self.day


def _ahead(zone: str | None) -> timedelta | None:
    if zone is None or zone.strip() in ("Z", "UTC", "GMT"):
        return None if zone is None else timedelta()
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes) if minutes < 24 * 60 else timedelta()
