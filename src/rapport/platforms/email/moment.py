"""When a message was written: its Date, or what the servers that carried it say."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from functools import lru_cache
from typing import NamedTuple

from rapport.platforms.email.headers import Headers

AHEAD = timedelta(days=2)
"""A message cannot be written later than it was carried; so much is left to clocks and zones."""
FIRST = datetime(1971, 1, 1, tzinfo=UTC)
"""The year of the first e-mail. What is older comes from a clock that had stopped."""

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_NAMES = tuple(name.title() for name in _MONTHS)
_USUAL = re.compile(
    r"(?:[A-Za-z]{3}, ?)?(\d{1,2} [A-Za-z]{3} \d{4}) (\d\d):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}))?(?: \(.*\))?"
)
_ASCTIME = re.compile(
    rb"[ \t][A-Z][a-z]{2},?[ \t]+([A-Z][a-z]{2})[ \t]+(\d{1,2})[ \t]+(\d\d:\d\d(?::\d\d)?)[ \t]+"
    rb"(?:([+-]\d{4}|[A-Z]{3,4})[ \t]+)?(\d{4})(?:[ \t]+([+-]\d{4}))?"
)
_FIXED = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) \d\d:\d\d:\d\d (\d{4})")
_ZONE = re.compile(
    r"\d[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?(?:\s+\d{4}\b)?\s*(?:[ap]m\b)?\s*"
    r"(?:(?:GMT|UTC?|Z)?\s*(?P<sign>[+-])(?P<hours>\d\d|\d(?!\d)):?(?P<minutes>\d\d)?\b|(?P<name>[a-z]+(?: DST)?))",
    re.IGNORECASE,
)
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MET": 60, "MEZ": 60, "CEST": 120,
    "MEST": 120, "MESZ": 120, "MET DST": 120, "EET": 120, "EEST": 180, "MSK": 180, "MSD": 240, "JST": 540, "KST": 540,
    "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "EST": -300, "EDT": -240, "CST": -360,
    "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "HST": -600,
}  # fmt: skip
"""RFC 5322's, and those that mailers wrote. One that is not here counts as UTC, and no zone is kept."""
_AFTERNOON = re.compile(r"\d\s*pm\b", re.IGNORECASE)
_FOREIGN = re.compile(r"\b(\d{1,2})[ .-]+([^\W\d_]{3,9}\.?)[ .-]+(?=\d)")
_MONTHS_ABROAD = {
    "jän": 1, "jänn": 1, "janv": 1, "ene": 1, "gen": 1, "févr": 2, "fév": 2, "mär": 3, "mrz": 3, "märz": 3, "mars": 3,
    "mrt": 3, "avr": 4, "avri": 4, "abr": 4, "mai": 5, "mei": 5, "mag": 5, "maj": 5, "juin": 6, "giu": 6, "juil": 7,
    "lug": 7, "août": 8, "aoû": 8, "ago": 8, "set": 9, "sett": 9, "okt": 10, "ott": 10, "out": 10, "dez": 12, "dic": 12,
    "déc": 12, "déce": 12,
}  # fmt: skip
"""As mailers of other languages wrote them against the rule; the others begin as in English."""
_MAGIC = b"Mon Sep 17 00:00:00 2001"  # what git format-patch writes instead of a time
_WESTMOST, _EASTMOST = -12 * 60, 14 * 60


class Moment(NamedTuple):
    at: datetime
    """In UTC."""
    zone: int | None
    """Minutes east of UTC where the author was; None if the message does not say or no such zone exists."""


def moment_of(headers: Headers, separator: bytes) -> Moment | None:
    """The time that is to be believed, or None where nothing tells any."""
    written = parse(headers.get("date", ""))
    if written is not None and written.at >= FIRST:
        if "received" not in headers and _is_not_after(written, separator):
            return written
    else:
        written = parse(headers.get("resent-date", "")) or parse(headers.get("delivery-date", ""))
    carried = _carried(headers, separator) if separator or "received" in headers else None
    written = written or carried
    if written is None or written.at < FIRST:
        return None
    if carried is not None and written.at > carried.at + AHEAD:
        return carried
    return written


def parse(text: str) -> Moment | None:
    """A date as mail writes it, also without zone, which then counts as UTC; None if no calendar holds it."""
    found = _USUAL.fullmatch(text)
    if found is None:
        return _unusual(text)
    day, hour, minute, second, zone = found.groups("")
    midnight = _midnight(day)
    if midnight is None or hour > "23" or minute > "59":
        return _unusual(text)
    offset, told = _offset(zone)
    seconds = int(hour) * 3600 + int(minute) * 60 + min(int(second or 0), 59) - offset * 60
    try:
        return Moment(midnight + timedelta(0, seconds), told)
    except OverflowError:
        return None


@lru_cache(maxsize=4_096)
def _midnight(day: str) -> datetime | None:
    """When a day begins that is written as `5 Jan 2015`. A list has many messages of one day."""
    number, month, year = day.split()
    try:
        return datetime(int(year), _MONTHS[month.lower()], int(number), tzinfo=UTC)
    except (KeyError, ValueError):
        return None


@lru_cache(maxsize=1_024)
def _offset(zone: str) -> tuple[int, int | None]:
    """Minutes by which a local time is ahead of UTC, and the zone that is kept of `+0100`.

    A zone that does not exist counts as none, and `-0000` means that none is told (RFC 5322).
    """
    if not zone:
        return 0, None
    minutes = (int(zone[1:3]) * 60 + int(zone[3:])) * (-1 if zone[0] == "-" else 1)
    if not _WESTMOST <= minutes <= _EASTMOST:
        return 0, None
    return minutes, None if zone == "-0000" else minutes


def _is_not_after(written: Moment, separator: bytes) -> bool:
    """Whether the separator's day alone shows that it was carried after it was written; so too where there is none."""
    if not separator:
        return True
    found = _FIXED.fullmatch(separator[-24:].decode("latin-1"))
    day = _midnight(f"{found[2]} {found[1]} {found[3]}") if found else None
    return day is not None and written.at <= day + AHEAD


def _carried(headers: Headers, separator: bytes) -> Moment | None:
    """When the last server took it, or when it was put into the file; None where that is a stand-in."""
    carried = parse(headers["received"].rpartition(";")[2].strip()) if "received" in headers else None
    if carried is None:
        carried = _of_separator(separator)
    return carried if carried is not None and carried.at >= FIRST else None


def _of_separator(line: bytes) -> Moment | None:
    """`… Mon Jan  5 10:00:00 2015`, with a zone before or after the year or without one."""
    if line.endswith(_MAGIC):
        return None
    if (found := _ASCTIME.search(line)) is None:
        return None
    month, day, clock, before, year, after = (part.decode() if part else "" for part in found.groups())
    return parse(f"{day} {month} {year} {clock} {before or after}".rstrip())


def _unusual(text: str) -> Moment | None:
    if not text or len(text) > 200:
        return None
    try:
        parts = parsedate_tz(_FOREIGN.sub(_english, text))
        if parts is None:
            return _iso(text)
        year, month, day, hour, minute, second = parts[:6]
        year += 1_900 if 100 <= year < 200 else 0  # programs that count years from 1900
        hour += 12 if hour < 12 and _AFTERNOON.search(text) else 0
        at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _iso(text)
    offset = _zone_after_clock(text)
    return Moment(at, None) if offset is None else _moved(at, offset, unknown=False)


def _english(found: re.Match[str]) -> str:
    number = _MONTHS_ABROAD.get(found[2].lower()[:4].rstrip("."), 0)
    return f"{found[1]} {_NAMES[number - 1]} " if number else found[0]


def _zone_after_clock(text: str) -> int | None:
    """Minutes east of UTC, of `+0100`, `+01:00`, `GMT+1` or a name that stands for one zone only."""
    found = _ZONE.search(text)
    if found is None:
        return None
    if found["sign"]:
        return (int(found["hours"]) * 60 + int(found["minutes"] or 0)) * (-1 if found["sign"] == "-" else 1)
    return _ZONES.get(found["name"].upper())


def _iso(text: str) -> Moment | None:
    try:
        at = datetime.fromisoformat(text)
        offset = at.utcoffset()
    except (ValueError, OverflowError):
        return None
    at = at.replace(tzinfo=UTC)
    return Moment(at, None) if offset is None else _moved(at, offset // timedelta(minutes=1), unknown=False)


def _moved(local: datetime, offset: int, *, unknown: bool) -> Moment | None:
    """A local time in UTC. With a zone that does not exist the time counts as UTC itself."""
    if not _WESTMOST <= offset <= _EASTMOST:
        return Moment(local, None)
    try:
        return Moment(local - timedelta(minutes=offset), None if unknown and not offset else offset)
    except OverflowError:
        return None
