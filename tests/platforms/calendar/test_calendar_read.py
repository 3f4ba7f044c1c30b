"""What a calendar becomes: ids that survive changes, rules without end, zones, memory."""

import gc
import io
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from dateutil.rrule import rrulestr

from rapport.platforms.calendar.archive import ARCHIVES
from rapport.platforms.calendar.series import MOST
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

(CALENDAR,) = ARCHIVES


def event(*lines: str, uid: str = "1", start: str = "DTSTART:20240101T100000Z") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20240101T000000Z", start, *lines, "END:VEVENT"])


def calendar(events: Iterable[str], *lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, *events, "END:VCALENDAR", ""]).replace("\n", "\r\n").encode()


def read(data: bytes) -> list[Outcome]:
    return list(CALENDAR.read(io.BytesIO(data), Where("calendar.ics")))


def activities(outcomes: Sequence[Outcome], kind: str = "event") -> list[Activity]:
    found = [each for outcome in outcomes if isinstance(outcome, Record) for each in outcome.activities]
    return [each for each in found if each.kind == kind]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=10",
        "FREQ=WEEKLY;UNTIL=20240401T100000Z;BYDAY=MO,WE",
        "FREQ=MONTHLY;BYDAY=-1FR;COUNT=24",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=5",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=5",
        "FREQ=HOURLY;INTERVAL=3;UNTIL=20240101T170000Z",
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "FREQ=WEEKLY;COUNT=1500",
    ],
)
def test_an_event_that_ends_is_told_wholly(rule: str) -> None:
    """Against dateutil's own reading; the first time counts even where the rule does not mean it."""
    found = [each.at for each in activities(read(calendar([event(f"RRULE:{rule}")])))]
    begin = datetime(2024, 1, 1, 10, tzinfo=UTC)
    assert found == sorted({begin, *rrulestr(rule, dtstart=begin)})


def test_an_endless_event_goes_on_for_half_a_year_after_the_calendar_was_written() -> None:
    found = activities(read(calendar([event("RRULE:FREQ=WEEKLY")])))
    assert (found[0].at, found[-1].at) == (datetime(2024, 1, 1, 10, tzinfo=UTC), datetime(2024, 7, 1, 10, tzinfo=UTC))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "rule",
    [
        *(
            "FREQ=SECONDLY",
            "FREQ=MINUTELY;COUNT=9",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;INTERVAL=-1",
            "FREQ=NEVER",
            "FREQ=x",
        ),
        *("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYSETPOS=99"),
        "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5;BYSECOND=1,2",
    ],
)
def test_a_rule_without_end_is_set_aside_and_its_first_time_kept(rule: str) -> None:
    outcomes = read(calendar([event(f"RRULE:{rule}"), event(uid="2")]))
    assert {each.native_id for each in activities(outcomes)} == {"1/20240101T100000Z", "2"}
    (aside,) = (each for each in outcomes if isinstance(each, Unreadable))
    assert "recurs" in aside.reason or "interval" in aside.reason


@pytest.mark.timeout(30)
@pytest.mark.parametrize("length", ["DURATION:P9999W", "DTEND:20990101T000000Z", "DTEND;VALUE=DATE:20250101"])
def test_occurrences_as_long_as_a_life_take_no_longer(length: str) -> None:
    found = activities(read(calendar([event("RRULE:FREQ=DAILY;COUNT=5000", length)])))
    assert len(found) == 5000


def test_a_series_stops_somewhere() -> None:
    found = activities(read(calendar([event("RRULE:FREQ=DAILY;COUNT=99999999")])))
    assert len(found) == MOST


def test_a_changed_occurrence_and_the_series_meet_under_one_id() -> None:
    changed = event("RECURRENCE-ID:20240108T100000Z", "SUMMARY:Later", start="DTSTART:20240108T150000Z")
    found = activities(read(calendar([changed, event("RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Weekly")])))
    assert sorted((each.native_id, each.title) for each in found) == [
        ("1/20240101T100000Z", "Weekly"),
        ("1/20240108T100000Z", "Later"),
        ("1/20240115T100000Z", "Weekly"),
    ]


def test_a_change_to_this_and_later_occurrences_holds_for_them() -> None:
    changed = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20240108T100000Z", "SUMMARY:New", start="DTSTART:20240108T110000Z"
    )
    found = activities(read(calendar([event("RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Old"), changed])))
    assert sorted((f"{each.at:%d %H}", each.title) for each in found) == [
        ("01 10", "Old"),
        ("08 11", "New"),
        ("15 11", "New"),
    ]


@pytest.mark.parametrize(
    ("start", "named", "moved", "ids"),
    [
        (
            "DTSTART:20240101T100000Z",
            "20240102T100000Z",
            "DTSTART;VALUE=DATE:20240102",
            "20240101T100000Z 20240102T100000Z 20240103T100000Z",
        ),
        (
            "DTSTART;VALUE=DATE:20240101",
            "20240102T000000Z",
            "DTSTART;VALUE=DATE:20240102",
            "20240101 20240102T000000Z 20240103",
        ),
        ("DTSTART;VALUE=DATE:20240101", "20240102", "DTSTART:20240102T150000Z", "20240101 20240102 20240103"),
    ],
)
def test_an_occurrence_may_become_a_day_and_a_day_a_time(start: str, named: str, moved: str, ids: str) -> None:
    """As Thunderbird and Google Calendar write it when somebody ticks "all day" for one of a series."""
    series = event("RRULE:FREQ=DAILY;COUNT=3", start=start)
    change = event(f"RECURRENCE-ID{';VALUE=DATE' * ('T' not in named)}:{named}", "SUMMARY:Moved", start=moved)
    outcomes = read(calendar([series, change]))
    assert all(isinstance(outcome, Record) for outcome in outcomes)
    found = activities(outcomes)
    assert sorted(each.native_id for each in found) == [f"1/{each}" for each in ids.split()]
    assert [each.title for each in found if each.at.day == 2] == ["Moved"]


def test_an_empty_rule_is_none() -> None:
    (found,) = activities(read(calendar([event("RRULE:", "SUMMARY:New Year")])))
    assert (found.native_id, found.title) == ("1", "New Year")


def test_an_occurrence_called_off_is_deleted() -> None:
    before = activities(read(calendar([event("RRULE:FREQ=WEEKLY;COUNT=3")])))
    after = activities(read(calendar([event("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20240108T100000Z", "SEQUENCE:1")])))
    (gone,) = (each for each in after if each.deleted)
    (told,) = (each for each in before if each.native_id == gone.native_id)
    assert gone.revision > told.revision


def test_a_cancelled_event_is_deleted_and_keeps_no_words() -> None:
    (found,) = activities(read(calendar([event("STATUS:CANCELLED", "SUMMARY:x", "DESCRIPTION:y")])))
    assert found.deleted
    assert (found.title, found.text, found.facts) == (None, None, None)


@pytest.mark.parametrize(
    ("start", "at"),
    [
        ("DTSTART;TZID=Europe/Berlin:20240701T120000", 10),
        ("DTSTART;TZID=W. Europe Standard Time:20240701T120000", 10),
        ("DTSTART;TZID=/example.com/2024/Europe/Berlin:20240701T120000", 10),
        ("DTSTART;TZID=House time:20240701T120000", 7),
        ("DTSTART:20240701T120000", 16),
        ("DTSTART;TZID=Nowhere:20240701T120000", 16),
        ("DTSTART:20240701T120000Z", 12),
        ("DTSTART;VALUE=DATE:20240701", 4),
    ],
)
@pytest.mark.parametrize("zone_first", [True, False])
def test_zones(start: str, at: int, zone_first: bool) -> None:
    """The calendar's own zone is New York, four hours behind in July; its house time is five hours ahead."""
    house = "\n".join(
        [
            *("BEGIN:VTIMEZONE", "TZID:House time", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
            *("TZOFFSETFROM:+0500", "TZOFFSETTO:+0500", "END:STANDARD", "END:VTIMEZONE"),
        ]
    )
    inside = [house, event(start=start)] if zone_first else [event(start=start), house]
    (found,) = activities(read(calendar(inside, "X-WR-TIMEZONE:America/New_York")))
    assert found.at == datetime(2024, 7, 1, at, tzinfo=UTC)


def test_a_zone_of_one_file_means_nothing_in_the_next() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:{0}\nTZOFFSETTO:{0}\nEND:STANDARD\nEND:VTIMEZONE"
    )
    inside = event(start="DTSTART;TZID=Ours:20240101T120000")
    hours = [activities(read(calendar([zone.format(each), inside])))[0].at.hour for each in ("+0100", "+0300")]
    assert hours == [11, 9]


def test_answers_stand_once_a_series_and_hold_no_address_in_their_ids() -> None:
    lines = ["ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:Bo@example.org", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org"]
    (answer,) = activities(read(calendar([event("RRULE:FREQ=WEEKLY;COUNT=5", *lines)])), "rsvp")
    assert answer.author is not None
    assert answer.author.native_id == answer.author.email == "bo@example.org"
    assert "@" not in answer.native_id
    assert answer.parent == "1/20240101T100000Z"


@pytest.mark.slow
def test_memory_stays_flat() -> None:
    class Long(io.RawIOBase):
        """A calendar of 3 MB that is never held."""

        waiting = b"BEGIN:VCALENDAR\r\n"
        left = 400

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any, /) -> int:
            if not self.waiting and self.left:
                self.left -= 1
                self.waiting = calendar([event("DESCRIPTION:" + "words " * 1_400, uid=str(self.left))])[17:-15]
            taken, self.waiting = self.waiting[: len(buffer)], self.waiting[len(buffer) :]
            buffer[: len(taken)] = taken
            return len(taken)

    read(calendar([event()]))  # loads the libraries
    gc.collect()
    tracemalloc.start()
    try:
        count = sum(1 for _ in CALENDAR.read(io.BufferedReader(Long()), Where("x.ics")))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 400
    assert peak < 2 << 20
