"""Which week a digest is of and when it is due, wherever the home is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis.strategies import dates, datetimes, sampled_from

from rapport.measure.digest.week import Week, WeekRefused, due, due_at, read_week, week_of
from rapport.measure.question import EARLIEST, LATEST

W47 = Week(date(2026, 11, 16))
ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata")]


@given(dates(EARLIEST, LATEST - timedelta(days=2)))  # which are of the next year's first week
def test_a_week_is_read_as_it_is_written(day: date) -> None:
    week = week_of(day)
    assert read_week(str(week)) == week
    assert week.span.first <= day <= week.span.last


NO_WEEKS = ["", "2026", "2026-W60", "2025-W53", "W47", "2026-47", "9999-W52", "0000-W01", "1899-W52", "2200-W01"]


@pytest.mark.parametrize("text", NO_WEEKS)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(WeekRefused, match="2026-W47"):
        read_week(text)


@pytest.mark.parametrize(("zone", "at"), [
    ("UTC", datetime(2026, 11, 23, 8, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 11, 23, 7, tzinfo=UTC)),
    ("America/Los_Angeles", datetime(2026, 11, 23, 16, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 11, 23, 1, tzinfo=UTC)),  # at eight there, Sunday is not over in UTC
])  # fmt: skip
def test_it_is_due_on_monday_at_eight_where_the_home_is_but_not_before_the_week_is_over(
    zone: str, at: datetime
) -> None:
    assert due_at(W47, ZoneInfo(zone)) == at
    assert due(at, ZoneInfo(zone)) == W47
    assert due(at - timedelta(seconds=1), ZoneInfo(zone)) == W47.before
    assert due(at + timedelta(days=5), ZoneInfo(zone)) == W47


@given(datetimes(datetime(2000, 1, 10), datetime(2090, 1, 1)), sampled_from(ZONES))  # noqa: DTZ001  # made aware below
def test_what_is_due_is_the_newest_week_whose_time_has_come(moment: datetime, zone: ZoneInfo) -> None:
    now = moment.replace(tzinfo=UTC)
    week = due(now, zone)
    assert due_at(week, zone) <= now < due_at(week.after, zone)
    assert due_at(week, zone).date() > week.span.last
