"""A calendar's components → outcomes: what its own lines say, what stands alone, what waits for its end."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from icalendar import Component
from icalendar.timezone import tzp

from rapport.platforms.calendar.component import NotReadable, component_of, words, zone_named
from rapport.platforms.calendar.read import Around, later_record, occurrence_key, record_of
from rapport.platforms.calendar.series import AHEAD, first_of, occurrences, recurs
from rapport.platforms.calendar.split import Block, Lines, parts
from rapport.words.identity import Channel
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable

HELD = 64 << 20
"""Bytes of recurring events, and of changes to them, that wait for the end of their calendar."""

_WRITTEN = re.compile(rb"^(?:DTSTAMP|LAST-MODIFIED|CREATED)[^:\r\n]*:([12]\d{7})", re.MULTILINE | re.IGNORECASE)
_STARTS = re.compile(rb"^DTSTART[^:\r\n]*:([12]\d{7})", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_WAITS = re.compile(rb"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.MULTILINE | re.IGNORECASE)
_ZONES = re.compile(rb"""^[A-Z-]+;(?:[^:\r\n]*;)?TZID="?([^:;"\r\n]+)""", re.MULTILINE | re.IGNORECASE)


class Event(NamedTuple):
    block: Block
    component: Component


def read_calendars(stream: BinaryIO, file: str) -> Iterator[Outcome]:
    """One outcome a component, and one an occurrence of those that recur; these come at the end of their calendar."""
    # icalendar remembers zones by their names; another file may mean something else by the same name.
    tzp.use_default()
    calendar = _Calendar(file)
    for part in parts(stream):
        if isinstance(part, Lines):
            calendar.line(part.raw)
        elif isinstance(part, Block):
            yield from calendar.block(part)
        else:
            yield from calendar.end()
            calendar = _Calendar(file)


ZONE = ", time zone"
"""Ends the positions of time zones, which are no records of their own."""


class _Calendar:
    """One calendar: what its own lines say, and what waits for its end."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines: list[bytes] = []
        self._zones: list[bytes] = []
        self._around: Around | None = None
        self._waiting: list[Block] = []
        self._size = 0
        self._written = self._latest = b""

    def line(self, raw: bytes) -> None:
        if sum(map(len, self._lines)) < MAX_RAW // 4:
            self._lines.append(raw)
            self._around = None

    def block(self, block: Block) -> Iterator[Outcome]:
        plain = _FOLD.sub(b"", block.raw)
        self._written = max([self._written, *_WRITTEN.findall(plain)])
        if block.fault and block.name != "VTIMEZONE":
            yield Unreadable(_position(block), block.fault, self._kept(block))
        elif block.name == "VTIMEZONE":
            yield self._zone(block)
        elif block.name != "VEVENT":
            yield Record(_position(block), ())
        else:
            self._latest = max([self._latest, *_STARTS.findall(plain)])
            if not _must_wait(plain):
                yield from self._alone(block)
                return
            self._waiting.append(block)
            self._size += len(block.raw)
            if self._size > HELD:
                yield from self.end()

    def end(self) -> Iterator[Outcome]:
        """Those that waited: changes to series first, then the series without what was changed."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        changed: dict[str, list[Component]] = defaultdict(list)
        series: list[Event] = []
        for block in waiting:
            try:
                component = component_of(block.raw)
                if occurrence_key(component) is None and recurs(component):
                    series.append(Event(block, component))
                    continue
                yield record_of(component, self.around(), _position(block))
                changed[words(component, "UID") or ""].append(component)
            except NotReadable as error:
                yield Unreadable(_position(block), str(error), self._kept(block))
        for event in series:
            yield from self._series(event, changed.get(words(event.component, "UID") or "", []))

    def around(self) -> Around:
        if self._around is None:
            self._around = _around(b"".join(self._lines), self._file)
        return self._around

    def _alone(self, block: Block) -> Iterator[Outcome]:
        try:
            yield record_of(component_of(block.raw), self.around(), _position(block))
        except NotReadable as error:
            yield Unreadable(_position(block), str(error), self._kept(block))

    def _series(self, event: Event, changed: list[Component]) -> Iterator[Outcome]:
        position, began = _position(event.block), False
        try:
            for each in occurrences(event.component, changed, self._horizon()):
                place = f"{position}, {occurrence_key(each)}"
                if began:
                    yield later_record(each, self.around(), place)
                else:
                    yield record_of(each, self.around(), place, event.component)
                began = True
            if not began:
                yield Record(position, ())
        except NotReadable as error:
            if not began:
                yield from self._first(event, position)
            yield Unreadable(position, str(error), self._kept(event.block))

    def _first(self, event: Event, position: str) -> Iterator[Outcome]:
        """What there is of a series whose rule cannot be followed: its first time."""
        try:
            yield record_of(first_of(event.component), self.around(), position, event.component)
        except NotReadable:
            return

    def _zone(self, block: Block) -> Outcome:
        """A zone's rules, which icalendar keeps for the events that name it."""
        position = f"line {block.line:,}{ZONE}"
        try:
            component_of(block.raw)
        except NotReadable as error:
            return Unreadable(position, f"{error} Times in it count as times without a zone.", self._kept(block))
        if sum(map(len, self._zones)) + len(block.raw) < MAX_RAW // 4:
            self._zones.append(block.raw)
        return Record(position, ())

    def _horizon(self) -> datetime | None:
        for written in (self._written, self._latest):
            try:
                return datetime.strptime(written.decode(), "%Y%m%d").replace(tzinfo=UTC) + AHEAD
            except (ValueError, OverflowError):
                continue
        return None

    def _kept(self, block: Block) -> bytes:
        """The component as a calendar by itself."""
        inside = b"".join([*self._lines, *self._zones, block.raw])
        return (b"BEGIN:VCALENDAR\n" + inside.rstrip() + b"\nEND:VCALENDAR\n")[:MAX_RAW]


def _must_wait(raw: bytes) -> bool:
    """Whether it is part of a series, or names a zone that may be told of further down."""
    named = set(_ZONES.findall(raw))
    return bool(_WAITS.search(raw)) or any(zone_named(name.decode("utf-8", "replace")) is None for name in named)


def _position(block: Block) -> str:
    return f"line {block.line:,}"


def _around(lines: bytes, file: str) -> Around:
    try:
        said = component_of(b"BEGIN:VCALENDAR\n" + lines.rstrip() + b"\nEND:VCALENDAR\n")
    except NotReadable:
        said = Component()
    name = words(said, "X-WR-CALNAME") or words(said, "NAME")
    stem = file.rsplit("/", 1)[-1].removesuffix(".ics")
    key = words(said, "X-WR-RELCALID") or words(said, "UID") or name or stem
    channel = Channel("calendar", key, name or stem, stands_in=None if name else True)
    return Around(
        channel, zone_named(words(said, "X-WR-TIMEZONE") or "UTC") or UTC, (words(said, "METHOD") or "").upper()
    )
