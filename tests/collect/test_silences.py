"""Times of silence are told where a source that usually speaks says nothing, and nowhere else."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rapport.collect.silences import SHORTEST, Silence, silences

FIRST = date(2019, 1, 1)


def every(step: int, days: int, n: int = 1, start: date = FIRST) -> dict[date, int]:
    return {start + timedelta(day): n for day in range(0, days, step)}


def test_a_gap_in_a_steady_source_is_told_with_what_is_usual() -> None:
    days = every(1, 61, n=6) | every(1, 120, n=4, start=date(2019, 6, 2))
    assert silences(days) == [Silence(date(2019, 3, 2), date(2019, 6, 2), 35)]


def test_who_speaks_seldom_is_not_silent() -> None:
    assert silences(every(30, 2000, n=3)) == []


def test_weekends_and_holidays_are_no_silence() -> None:
    days = {day: n for day, n in every(1, 365, n=50).items() if day.weekday() < 5}
    assert silences({day: n for day, n in days.items() if not date(2019, 12, 24) <= day <= date(2019, 12, 31)}) == []


def test_two_hours_a_month_apart_leave_one_gap() -> None:
    assert silences({FIRST: 7_000, FIRST + timedelta(31): 8_000}) == [Silence(FIRST, FIRST + timedelta(31), 7_500)]


def test_nothing_and_one_day_have_none() -> None:
    assert silences({}) == silences({FIRST: 5}) == silences({FIRST: 0}) == []


@given(st.dictionaries(st.integers(0, 400).map(lambda n: FIRST + timedelta(n)), st.integers(0, 60)))
def test_a_silence_has_nothing_in_it_and_something_at_both_ends(days: dict[date, int]) -> None:
    found = silences(days)
    for silence in found:
        assert (silence.last - silence.first).days > SHORTEST
        assert days[silence.first]
        assert days[silence.last]
        assert not any(n for day, n in days.items() if silence.first < day < silence.last)
    lengths = [one.last - one.first for one in found]
    assert lengths == sorted(lengths, reverse=True)
