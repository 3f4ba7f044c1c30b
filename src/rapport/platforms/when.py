"""Times and durations as people and their programs write them, in the order of day and month that a file shows."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

_TIME = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:\s*(?P<half>[AaPp])\.?\s?[Mm]\.?)?"
    r"(?:\s*\(?(?:UTC|GMT)?\s*(?P<zone>Z|[+-]\d{1,2}(?::?\d\d)?|UTC|GMT)?\)?)?"
)
_AND = r"(?:,?\s*(?:at|um|à|a las|às|alle(?: ore)?)?\s*[T,]?\s*" + _TIME + r")?"
_NUMBERS = re.compile(r"(?P<a>\d{1,4})(?P<mark>[./-])(?P<b>\d{1,2})[./-](?P<c>\d{1,4})\.?" + _AND + r"\s*$")
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)??(?P<month>[^\W\d]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
    + _AND
    + r"\s*$"
)
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]+(?:-[^\W\d]+)?\.?,?\s+)?(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<month>[^\W\d]{3,10})\.?,?\s+"
    r"(?:de\s+)?(?P<year>\d{4})" + _AND + r"\s*$"
)
_ALONE = re.compile(_TIME + r"\s*$")
_DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_OFFSET = re.compile(r"(?:UTC|GMT)\s*(?P<zone>[+-]\d{1,2}(?::?\d\d)?)|\b(?P<utc>UTC|GMT)\b")
_NAME = re.compile(
    r"\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_]+(?:/[A-Za-z_]+)?"
)
_MONTHS = (
    ("jan", "ene", "gen", "gen"), ("feb", "fév", "fev", "fév"), ("mar", "mär", "mrz", "mars"), ("apr", "avr", "abr"),
    ("may", "mai", "mag"), ("jun", "juin", "giu"), ("jul", "juil", "lug"), ("aug", "aoû", "ago", "aou"),
    ("sep", "set"), ("oct", "okt", "out", "ott"), ("nov",), ("dec", "déc", "dez", "dic"),
)  # fmt: skip
_HOURS = r"h|hr|hrs|hours?|std|stunden?|heures?|horas?|ore|ora|小时|時間"
_MINUTES = r"m|mins?|minutes?|minuten|minutos?|minuti|分|分钟"
_SECONDS = r"s|secs?|seconds?|sek|sekunden?|secondes?|segundos?|secondi|秒"
_UNITS = tuple(
    (size, re.compile(rf"(\d+(?:[.,]\d+)?)\s*(?:{words})(?![^\W\d_])", re.IGNORECASE))
    for size, words in ((60.0, _HOURS), (1.0, _MINUTES), (1 / 60, _SECONDS))
)


class Reckoning(NamedTuple):
    """How a file writes its times."""

    day_first: bool
    zone: tzinfo = UTC
    day: date | None = None
    """The day of times that come without one."""


def reckoning(cells: Iterable[str], zone: tzinfo, day: date | None) -> Reckoning:
    """05/01 is 5 January where other dates, or clocks of 24 hours, show that the day stands first.

    What most cells show holds: one broken cell must not change how all the others are read.
    """
    days = clocks = 0
    for cell in cells:
        found = _NUMBERS.match(cell) if cell[:1].isdigit() else None
        if found is None or len(found["a"]) == 4:
            continue
        days += (int(found["a"]) > 12) - (int(found["b"]) > 12)
        if found["hour"] is not None:
            clocks += -1 if found["half"] else 1
    return Reckoning(days > 0 if days else clocks > 0, zone, day)


def moment(text: str, how: Reckoning) -> datetime | None:
    """In UTC; None where it is no time."""
    at = told(text, how)
    try:
        return at.astimezone(UTC) if at else None
    except OverflowError:
        return None


def told(text: str, how: Reckoning) -> datetime | None:
    """In the zone that it tells, else in that of `how`; None where it is no time."""
    text = " ".join(text[:80].split())
    if not text:
        return None
    try:
        at = _iso(text, how) or _spelled(text, how)
        return at if at and at.year > 1970 else None
    except (ValueError, OverflowError):
        return None


def order_told(text: str) -> int:
    """Of a day in numbers: 1 where the day must stand first, -1 where the month must, 0 where it may be either; and 2
    for what is no such day, or the same both ways."""
    found = _NUMBERS.match(text[:80]) if text[:1].isdigit() else None
    if found is None or len(found["a"]) == 4 or found["mark"] == "." or found["a"] == found["b"]:
        return 2
    first, second = int(found["a"]) > 12, int(found["b"]) > 12
    return first - second


def _iso(text: str, how: Reckoning) -> datetime | None:
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        at = datetime.fromisoformat(text.removesuffix(" UTC") + ("+00:00" if text.endswith(" UTC") else ""))
    except ValueError:
        return None
    return at.replace(tzinfo=how.zone) if at.tzinfo is None else at


def _spelled(text: str, how: Reckoning) -> datetime | None:
    day: date | None = None
    if found := _NUMBERS.match(text):
        day = _numbers(found, how)
    elif found := _MONTH_FIRST.match(text) or _DAY_FIRST.match(text):
        month = _month(found["month"])
        day = date(int(found["year"]), month, int(found["day"])) if month else None
    elif found := _ALONE.match(text):
        day = how.day
    return _at(day, found, how) if found and day else None


def _numbers(found: re.Match[str], how: Reckoning) -> date:
    a, b, c = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["a"]) == 4:
        return date(a, b, c)
    year = c + 2000 if c < 100 else c
    return date(year, b, a) if how.day_first or found["mark"] == "." else date(year, a, b)


def _at(day: date, found: re.Match[str], how: Reckoning) -> datetime:
    hour, zone = int(found["hour"] or 0), how.zone
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"] in "Pp")
    if found["zone"]:
        zone = _offset(found["zone"])
    return datetime(
        day.year, day.month, day.day, hour, int(found["minute"] or 0), int(found["second"] or 0), tzinfo=zone
    )


def _month(name: str) -> int | None:
    low = name.casefold()
    return next((number for number, starts in enumerate(_MONTHS, 1) if low.startswith(starts)), None)


def _offset(text: str) -> timezone:
    """`+02:00`, `-5`, `Z`."""
    digits = text[1:].replace(":", "")
    if text[0] not in "+-" or len(digits) > 4:
        return UTC
    minutes = int(digits[:-2] or 0) * 60 + int(digits[-2:]) if len(digits) > 2 else int(digits) * 60
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes)) if minutes < 24 * 60 else UTC


def zone_in(text: str) -> tzinfo | None:
    """The zone that a report's head names: `America/New_York`, `GMT+2`, `(UTC-05:00) Eastern Time`."""
    if found := _NAME.search(text[:200]):
        try:
            return ZoneInfo(found[0])
        except (ValueError, OSError, KeyError):
            return None
    offset = _OFFSET.search(text[:200])
    if offset is None:
        return None
    return _offset(offset["zone"]) if offset["zone"] else UTC


def day_in(path: str) -> date | None:
    """The last day that a file's name or path tells."""
    for year, _, month, day in reversed(_DAY.findall(path)):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def minutes(text: str) -> float | None:
    """`65`, `1h 4m 2s`, `1 hr 5 min`, `01:05:00`."""
    text = text[:60].strip()
    if re.fullmatch(r"\d{1,6}(?:[.,]\d{1,6})?", text):
        return float(text.replace(",", "."))
    if found := re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", text):
        return int(found[1]) * 60 + int(found[2]) + int(found[3] or 0) / 60
    parts = [(size, unit.search(text)) for size, unit in _UNITS]
    told = [float(found[1].replace(",", ".")) * size for size, found in parts if found]
    return sum(told) if told else None
