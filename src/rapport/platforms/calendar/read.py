"""An event of a calendar → activities. Pure. The decisions are told in docs/platforms/calendar.md."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from hashlib import blake2b
from typing import Any, NamedTuple

from icalendar import Component

from rapport.platforms.calendar.component import (
    When,
    every,
    first,
    key_of,
    stamp,
    start_of,
    time_in,
    times,
    when,
    words,
)
from rapport.platforms.calendar.text import text_of
from rapport.platforms.calendar.who import identity_of, parameter, short
from rapport.words.activity import Activity, Fact, revision_of
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record, Told

ANSWERS = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "maybe", "DELEGATED": "delegated"}
"""What PARTSTAT says in a word. NEEDS-ACTION is no answer yet."""


_CHANGED = ("LAST-MODIFIED", "DTSTAMP", "CREATED")


class Around(NamedTuple):
    """What the calendar says besides the event."""

    channel: Channel
    zone: tzinfo
    """Of times without one."""
    method: str = ""


def record_of(event: Component, around: Around, position: str, series: Component | None = None) -> Record:
    """The event, who answered the invitation, and which other times of the series were called off.

    `series` is the recurring event that this one is the first occurrence of: answers stand there for all of it.
    NotReadable for one without a start.
    """
    if (words(event, "CLASS") or "").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return Record(position, ())
    main = _event(event, around)
    known_at = stamp(event, *_CHANGED) or main.at
    told = [Told(who, known_at) for who, answer, _ in _attendees(event) if answer is None]
    if around.method == "REPLY":
        return Record(position, list(_answers(event, around, main, _uid(event))), people=told)
    about = _uid(event) if series is not None else main.native_id
    answers = [] if main.deleted else list(_answers(event, around, main, about))
    called_off = list(_called_off(series, around, main)) if series is not None else []
    return Record(position, [main, *answers, *called_off], people=told)


def later_record(event: Component, around: Around, position: str) -> Record:
    """An occurrence after the first: the event alone, as the answers were told with the first."""
    if (words(event, "CLASS") or "").upper() in ("PRIVATE", "CONFIDENTIAL"):
        return Record(position, ())
    return Record(position, [_event(event, around)])


def occurrence_key(event: Component) -> str | None:
    """Which occurrence of its series an event is; None for one that does not recur."""
    written = time_in(first(event, "RECURRENCE-ID"))
    return key_of(written) if isinstance(written, date) else None


def _event(event: Component, around: Around) -> Activity:
    begin = when(start_of(event), around.zone)
    uid, occurrence = _uid(event), occurrence_key(event)
    cancelled = (words(event, "STATUS") or "").upper() == "CANCELLED" or around.method == "CANCEL"
    url = words(event, "URL")
    return Activity(
        platform="calendar",
        native_id=f"{uid}/{occurrence}" if occurrence else uid,
        kind="event",
        at=begin.at,
        author=identity_of(first(event, "ORGANIZER")),
        channel=around.channel,
        revision=_revision(event, cancelled=cancelled),
        zone=begin.zone,
        thread=uid if occurrence else None,
        title=None if cancelled else words(event, "SUMMARY"),
        text=None if cancelled else text_of(words(event, "DESCRIPTION") or "") or None,
        url=url if url and url.startswith(("http://", "https://")) and not cancelled else None,
        facts=None if cancelled else _facts(event, begin) or None,
        deleted=cancelled,
    )


def _uid(event: Component) -> str:
    """The event's id; of one that has none, a hash of what it says."""
    if uid := words(event, "UID"):
        return uid
    said = (str(start_of(event)), words(event, "SUMMARY") or "", words(event, "ORGANIZER") or "")
    return "no-uid-" + blake2b("\0".join(said).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _revision(event: Component, *, cancelled: bool) -> int:
    """Microseconds of the last change; in the last three digits how often it was sent anew, and a cancellation."""
    changed = stamp(event, *_CHANGED)
    sequence = first(event, "SEQUENCE")
    times_sent = min(sequence, 499) if isinstance(sequence, int) and sequence > 0 else 0
    return (revision_of(changed) // 1000 * 1000 if changed else 0) + 2 * times_sent + cancelled


def _facts(event: Component, begin: When) -> dict[str, Fact]:
    answers = [answer for _, answer, _ in _attendees(event)]
    facts: dict[str, Fact] = {
        "minutes": _minutes(event),
        "all_day": begin.all_day or None,
        "floating": begin.floating or None,
        "attendees": len(answers) or None,
        "accepted": answers.count("yes") or None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _minutes(event: Component) -> int | None:
    begin, end = start_of(event), time_in(first(event, "DTEND"))
    length = time_in(first(event, "DURATION"))
    if isinstance(end, date) and isinstance(begin, datetime) == isinstance(end, datetime):
        try:
            length = end - begin
        except TypeError:  # one of the two has a zone, the other has none
            return None
    if not isinstance(length, timedelta) or not timedelta() <= length <= timedelta(days=3660):
        return None
    return int(length.total_seconds() // 60)


def _attendees(event: Component) -> Iterator[tuple[Identity, str | None, Any]]:
    """Each person invited, the answer if there is one, and the line that says so."""
    for attendee in every(event, "ATTENDEE"):
        if who := identity_of(attendee):
            yield who, ANSWERS.get((parameter(attendee, "PARTSTAT") or "").upper()), attendee


def _answers(event: Component, around: Around, main: Activity, about: str) -> Iterator[Activity]:
    """One answer a person. It has no time of its own but in a reply: elsewhere it stands at the event's."""
    at = (stamp(event, "DTSTAMP") if around.method == "REPLY" else None) or main.at
    given: dict[str, Activity] = {}
    for who, answer, attendee in _attendees(event):
        if answer is None:
            continue
        native_id = f"{about}/rsvp/{short(who)}"
        given[native_id] = main._replace(
            native_id=native_id,
            kind="rsvp",
            at=at,
            author=who,
            zone=main.zone if at == main.at else None,
            parent=main.native_id,
            thread=main.thread or main.native_id,
            title=None,
            text=None,
            url=None,
            facts={"answer": answer} | _of_attendee(attendee, who, main.author),
            deleted=False,
        )
    yield from given.values()


def _of_attendee(attendee: object, who: Identity, organiser: Identity | None) -> dict[str, Fact]:
    """Google Calendar writes how many more somebody brings as X-NUM-GUESTS."""
    guests = parameter(attendee, "X-NUM-GUESTS") or ""
    facts: dict[str, Fact] = {
        "guests": int(guests) if guests.isascii() and guests.isdigit() and int(guests[:6]) > 0 else None,
        "role": "chair" if (parameter(attendee, "ROLE") or "").upper() == "CHAIR" else None,
        "organiser": True if organiser and organiser.native_id == who.native_id else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _called_off(series: Component, around: Around, main: Activity) -> Iterator[Activity]:
    """Occurrences that the series leaves out (EXDATE), so that an older file's telling of them does not stand."""
    uid = _uid(series)
    for written in times(series, "EXDATE"):
        yield main._replace(
            native_id=f"{uid}/{key_of(written)}",
            at=when(written, around.zone).at,
            author=None,
            parent=None,
            title=None,
            text=None,
            url=None,
            facts=None,
            deleted=True,
        )
