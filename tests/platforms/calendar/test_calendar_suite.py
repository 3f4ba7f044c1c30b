"""icalendar's own test calendars (data/conformance/icalendar): every file, every event, every zone.

What is expected of a file is what icalendar itself makes of it as a whole, where it can: our reader, which takes it
component by component, must give the same events at the same times. The rest is named here.
"""

import io
import re
import warnings
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from icalendar import Component
from icalendar.prop import vBroken

from rapport.platforms.calendar.archive import ARCHIVES
from rapport.words.records import Outcome, Record, Unreadable, Where

SUITE = Path(__file__).parents[4] / "shared/data/conformance/icalendar"
pytestmark = pytest.mark.skipif(not SUITE.exists(), reason=f"no {SUITE}")
(CALENDAR,) = ARCHIVES

NO_CALENDAR = {
    "calendars/fuzz_testcase_0_char_in_component_name.ics",
    "calendars/fuzz_testcase_invalid_month.ics",
    "calendars/issue_178_component_with_invalid_name_represented.ics",
    "calendars/issue_178_custom_component_contains_other.ics",
}
"""Files that begin with no component of a calendar: two of a fuzzer, two that begin with a component of their own."""

EVENT_INSIDE = {"calendars/issue_178_custom_component_contains_other.ics"}
"""Of these, one holds an event inside a component of its own: an expectation that is not met."""

MISSED = {
    "calendars/rfc_7529.ics": "counts by another calendar (RSCALE, SKIP)",
}
"""Not met either: Chinese, Ethiopic, Hebrew years, and the days that a year lacks. Of each event the
first time is kept, and the rule set aside."""

BROKEN_RULE = {"calendars/issue_1081_invalid_rrule_freq.ics"}
BROKEN_START = {
    "calendars/broken_dtstart.ics",
    "calendars/issue_1081_invalid_start_and_end.ics",
    "calendars/issue_1081_invalid_start_valid_end.ics",
}
BROKEN_ZONE = {
    "calendars/fuzz_testcase_vtimezone_lone_cr.ics",
    "calendars/parsing_error_in_UTC_offset.ics",
}
"""What the suite means to be broken: it must be set aside, and only it."""


def files() -> dict[str, bytes]:
    return {path.relative_to(SUITE).as_posix(): path.read_bytes() for path in sorted(SUITE.glob("*/*.ics"))}


def read(name: str, data: bytes) -> list[Outcome]:
    return list(CALENDAR.read(io.BytesIO(data), Where(name)))


def recognised() -> dict[str, bytes]:
    return {name: data for name, data in files().items() if CALENDAR.recognise(name, data[:65_536])}


def line_of(outcome: Outcome) -> str:
    return outcome.position.split(", ")[0]


def test_all_but_four_files_are_recognised() -> None:
    assert files().keys() - recognised().keys() == NO_CALENDAR
    assert len(files()) == 163


def tops(data: bytes) -> set[str]:
    """The lines at which components of calendars begin, by the depth of BEGIN and END alone."""
    depth, found = 0, set()
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", data.removeprefix(b"\xef\xbb\xbf")), 1):
        mark = line.strip().upper()
        if mark in (b"BEGIN:VCALENDAR", b"END:VCALENDAR"):
            depth = 0
        elif mark.startswith(b"BEGIN:"):
            found |= {f"line {number:,}"} if depth == 0 else set()
            depth += 1
        elif mark.startswith(b"END:"):
            depth = max(depth - 1, 0)
    return found


def test_every_component_has_an_outcome_and_nothing_else_has() -> None:
    counted = 0
    for name, data in recognised().items():
        assert {line_of(outcome) for outcome in read(name, data)} == tops(data), name
        counted += len(tops(data))
    assert counted == COMPONENTS


COMPONENTS = 260
"""Among them 186 of the 187 events that `grep -c BEGIN:VEVENT` counts, 42 zones, 30 of the other kinds."""


def in_utc(written: date | datetime) -> datetime:
    whole = written if isinstance(written, datetime) else datetime.combine(written, time())
    return whole.replace(tzinfo=UTC) if whole.tzinfo is None else whole.astimezone(UTC)


def expected(data: bytes) -> Counter[tuple[str, datetime]] | None:
    """Title and start of every event with a start and without a rule, as icalendar reads the whole file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            whole = Component.from_ical(data, multiple=True)
        except (ValueError, LookupError):
            return None
    found: Counter[tuple[str, datetime]] = Counter()
    for event in (event for calendar in whole for event in calendar.walk("VEVENT")):
        start = event.get("DTSTART")
        private = event.get("CLASS", "") in ("PRIVATE", "CONFIDENTIAL")
        if start is None or isinstance(start, vBroken | list) or {"RRULE", "RDATE"} & event.keys() or private:
            continue
        found[str(event.get("SUMMARY", "")).strip(), in_utc(start.dt)] += 1
    return found


def test_single_events_are_where_icalendar_finds_them() -> None:
    compared = 0
    for name, data in recognised().items():
        theirs = expected(data)
        if theirs is None or b"X-WR-TIMEZONE" in data:
            continue
        ours = Counter(
            ((activity.title or "").strip(), activity.at)
            for outcome in read(name, data)
            if isinstance(outcome, Record)
            for activity in outcome.activities[:1]
            if activity.kind == "event" and ", " not in outcome.position
        )
        missing = theirs - ours
        assert not missing, (name, missing)
        compared += sum(theirs.values())
    assert compared > 60


def test_only_what_is_broken_is_set_aside() -> None:
    aside: dict[str, set[str]] = {}
    for name, data in recognised().items():
        for outcome in read(name, data):
            if isinstance(outcome, Unreadable) and "there is none" not in outcome.reason:
                aside.setdefault(name, set()).add(outcome.reason)
    assert aside.keys() == MISSED.keys() | BROKEN_RULE | BROKEN_START | BROKEN_ZONE
    for name, why in MISSED.items():
        assert all(why in reason for reason in aside[name])
    assert 1 - len(MISSED.keys() | EVENT_INSIDE) / len(files()) >= 0.98


def test_events_are_set_aside_for_lack_of_a_start_where_they_have_none() -> None:
    """Many of the suite's events are there for one property, and have no start, or one with too many
    semicolons: counted event by event."""
    for name, data in recognised().items():
        unfolded = re.sub(rb"(?:\r?\n)+[ \t]", b"", data)
        events = re.findall(rb"(?ms)^\s*BEGIN:VEVENT\s*$.*?^\s*END:VEVENT", unfolded)
        without = sum(not re.search(rb"(?m)^\s*DTSTART(?:;[^;:]+)*:", event) for event in events)
        told = [each for each in read(name, data) if isinstance(each, Unreadable) and "there is none" in each.reason]
        assert len(told) == without, name


def test_what_is_set_aside_reads_the_same_when_tried_again() -> None:
    for name, data in recognised().items():
        for outcome in read(name, data):
            if isinstance(outcome, Unreadable):
                again = [each.reason for each in CALENDAR.retry(outcome.raw, name) if isinstance(each, Unreadable)]
                assert again == [outcome.reason] or outcome.position.endswith("zone"), name


def test_the_rule_of_an_exported_calendar_is_followed() -> None:
    """Counted by hand: three weeks of every day from 3 to 23 March 2008 without the 11th, twice."""
    name = "calendars/parsing_error.ics"
    outcomes = read(name, files()[name])
    assert len(outcomes) == 2 * 20
    assert all(isinstance(outcome, Record) for outcome in outcomes)
