"""What no calendar should be: broken, cut, of the wrong types. Nothing raises or takes a good event with it."""

import io

from hypothesis import example, given
from hypothesis import strategies as st

from rapport.platforms.calendar.archive import ARCHIVES
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

(CALENDAR,) = ARCHIVES
NAMES = [
    *(
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "UID",
        "SUMMARY",
        "ORGANIZER",
        "URL",
    ),
    *(
        "ATTENDEE",
        "STATUS",
        "SEQUENCE",
        "LAST-MODIFIED",
        "DTSTAMP",
        "CLASS",
        "X-WR-TIMEZONE",
        "METHOD",
        "TZID",
        "BEGIN",
    ),
    *("END", "TZOFFSETTO", "DTSTART;TZID=Nowhere", "DTSTART;VALUE=DATE", "RDATE;VALUE=PERIOD", "X-WR-CALNAME"),
]
VALUES = [
    *(
        "20240101T100000Z",
        "20240101",
        "00000000",
        "99991231T235959Z",
        "00010101T000000",
        "20240101T100000",
        "P1W",
        "-P1D",
    ),
    *("FREQ=WEEKLY;COUNT=3", "FREQ=DAILY", "FREQ=YEARLY;UNTIL=99991231", "FREQ=MONTHLY;BYDAY=9MO", "mailto:a@b", "\0"),
    *(
        "VEVENT",
        "VCALENDAR",
        "VTIMEZONE",
        "VALARM",
        "CANCELLED",
        "-1",
        "99999999999999999999",
        "\\",
        "STANDARD",
        "",
        "é",
    ),
    *(
        "20240101T100000Z,20240102",
        "20240101T100000Z/PT1H",
        "+9999",
        "REPLY",
        "FREQ=DAILY;COUNT=-3",
        "FREQ=WEEKLY;BYDAY=XX",
    ),
]
line = st.builds("{}:{}".format, st.sampled_from(NAMES), st.sampled_from(VALUES) | st.text(max_size=8))
GOOD = "BEGIN:VEVENT\nUID:good\nDTSTART:20240101T100000Z\nSUMMARY:Good\nEND:VEVENT"


def read(text: str | bytes) -> list[Outcome]:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    return list(CALENDAR.read(io.BytesIO(data), Where("x.ics")))


def is_good(outcome: Outcome) -> bool:
    return isinstance(outcome, Record) and any(each.title == "Good" for each in outcome.activities)


@example(["DTSTART:99991231T235959Z", "RDATE;VALUE=PERIOD:20240101T100000Z"])
@example(["DTSTART:99501231T235959Z", "RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z"])
@given(st.lists(line, max_size=12))
def test_no_lines_raise_or_take_the_next_event_with_them(lines: list[str]) -> None:
    inside = [
        each.replace("\n", " ").replace("\r", " ") for each in lines if not each.startswith(("BEGIN", "END", "METHOD"))
    ]
    broken = "\n".join(["BEGIN:VEVENT", *inside, "END:VEVENT"])
    outcomes = read(f"BEGIN:VCALENDAR\n{broken}\n{GOOD}\nEND:VCALENDAR\n")
    assert sum(map(is_good, outcomes)) == 1
    assert all(len(each.raw) <= MAX_RAW for each in outcomes if isinstance(each, Unreadable))


@given(st.lists(line, max_size=25))
def test_no_soup_raises(lines: list[str]) -> None:
    assert read("\n".join(["BEGIN:VCALENDAR", *lines])) == read("\n".join(["BEGIN:VCALENDAR", *lines]))


@given(st.integers(0, 200))
def test_what_came_before_a_cut_is_kept(length: int) -> None:
    whole = f"BEGIN:VCALENDAR\n{GOOD}\n{GOOD}\n"
    cut = whole[:length]
    expected = sum(len(f"BEGIN:VCALENDAR\n{f'{GOOD}{chr(10)}' * number}") - 1 <= length for number in (1, 2))
    assert sum(map(is_good, read(cut))) == expected


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    read(b"BEGIN:VCALENDAR\n" + data)


def test_a_component_too_large_takes_no_other_with_it() -> None:
    large = "BEGIN:VEVENT\nUID:1\n" + "ATTACH:AAAAAAAAAAAAAAAA\n" * 60_000 + "END:VEVENT"
    outcomes = read(f"BEGIN:VCALENDAR\n{large}\n{GOOD}\nEND:VCALENDAR\n")
    assert sum(map(is_good, outcomes)) == 1
    (aside,) = (each for each in outcomes if isinstance(each, Unreadable))
    assert "1 MiB" in aside.reason
