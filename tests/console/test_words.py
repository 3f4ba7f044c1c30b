"""The small words of pages: how long ago, initials, changes, addresses without their password."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from rapport.console.ago import ago
from rapport.console.templatetags.kit import initials, signed, time

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=23), "23 h"),
        (timedelta(days=27, hours=23), "27 d"),
        (timedelta(days=28), "2 Feb"),
        (timedelta(days=365), "2 Mar 2023"),
        (timedelta(minutes=-5), "in 5 min"),
        (timedelta(seconds=-5), "now"),
    ],
)
def test_ago(before: timedelta, said: str) -> None:
    assert ago(NOW - before, NOW) == said


def test_ago_names_the_readers_day() -> None:
    """Late in the evening in UTC it is the next day in Tokyo."""
    tokyo = timezone(timedelta(hours=9))
    assert ago(datetime(2023, 12, 31, 23, 0, tzinfo=UTC), NOW.astimezone(tokyo)) == "1 Jan"


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-12, 14))
@example(datetime(1, 1, 1, tzinfo=UTC), -5)
@example(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), 9)
def test_ago_has_words_for_any_time_in_any_zone(at: datetime, hours: int) -> None:
    assert 0 < len(ago(at, NOW.astimezone(timezone(timedelta(hours=hours))))) <= 12


@override_settings(TIME_ZONE="America/New_York")
def test_a_time_that_this_zone_cannot_write_is_shown_as_it_is() -> None:
    assert "1 January 1, 00:00:00 UTC" in time(datetime(1, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("Ada King Lovelace", "AL"),
        ("grace_hopper", "GH"),
        ("edsger", "ED"),
        ("李小龙", "李小"),
        ("", "?"),
        ("!!!", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(("change", "said"), [(36, "+36"), (-1200, "−1,200"), (0, "±0"), (-0.4, "−0.4")])
def test_signed(change: float, said: str) -> None:
    assert signed(change) == said
