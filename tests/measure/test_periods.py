"""Days fall into periods without gap or overlap, and a period that may be half told is not called complete."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.measure.answer import work_out
from rapport.measure.periods import Grain, days_name, grain_for, how_many, name_of, periods, start_of
from rapport.measure.question import By, Question, QuestionRefused
from rapport.words.span import Span
from tests.measure.ledgers import Act, at, ledger

spans = st.builds(
    lambda first, days: Span(first, first + timedelta(days=days)),
    st.dates(max_value=date(9000, 1, 1)),
    st.integers(0, 900),
)


@given(spans, st.sampled_from(Grain))
def test_periods_cover_the_span_without_gap(span: Span, grain: Grain) -> None:
    found = list(periods(span, grain))
    assert found[0].first <= span.first <= found[0].last
    assert found[-1].first <= span.last <= found[-1].last
    assert all(before.last + timedelta(days=1) == after.first for before, after in pairwise(found))
    assert all(start_of(day, grain) == period.first for period in found for day in period)
    assert how_many(span, grain) <= len(found) <= how_many(span, grain) * 1.1 + 1


def test_the_last_day_of_all_ends_the_last_period() -> None:
    assert list(periods(Span(date(9999, 12, 30), date.max), Grain.YEAR)) == [Span(date(9999, 1, 1), date.max)]


@given(spans)
def test_the_chosen_grain_gives_a_chart_that_can_be_read(span: Span) -> None:
    assert how_many(span, grain_for(span)) <= 64


def test_names_of_periods() -> None:
    assert name_of(Span(date(2024, 4, 1), date(2024, 6, 30)), Grain.QUARTER) == "Q2 2024"
    assert name_of(Span(date(2024, 4, 1), date(2024, 4, 7)), Grain.WEEK) == "the week of 1 April 2024"


ACTS = [Act(at(day), "git", 6, 1) for day in ("2023-12-05", "2024-01-10", "2024-02-10", "2024-03-10")]
"""The last of them on the day that tests call today."""


def complete(**asked: object) -> list[bool]:
    question = Question(**{"grain": Grain.MONTH, **asked})  # type: ignore[arg-type]
    return [row.complete for row in work_out(ledger(ACTS, {}), "activity", question).rows]


def test_the_running_month_is_not_complete() -> None:
    assert complete() == [True, True, True, False]


def test_a_month_cut_by_the_question_is_not_complete() -> None:
    assert complete(since=date(2024, 1, 5), until=date(2024, 2, 20)) == [False, False]
    assert complete(since=date(2024, 1, 1), until=date(2024, 1, 31)) == [True]


def test_a_month_beyond_the_data_is_not_complete() -> None:
    assert complete(since=date(2024, 2, 1), until=date(2024, 4, 30)) == [True, False, False]


def test_a_clock_set_wrong_does_not_stretch_the_span() -> None:
    from_the_future = [*ACTS, Act(at("2999-01-01"), "git", 6, 1)]
    answer = work_out(ledger(from_the_future, {}), "activity", Question(grain=Grain.MONTH))
    assert answer.rows[-1].first == date(2024, 3, 1)


def test_what_did_not_happen_is_a_zero_not_a_gap() -> None:
    two = [Act(at("2024-01-01"), "git", 6, 1), Act(at("2024-01-04"), "discourse", 2, 1)]
    answer = work_out(ledger(two, {}), "activity", Question(grain=Grain.DAY, by=By.PLATFORM))
    assert [row.value for row in answer.rows if row.group == "git"] == [1, 0, 0, 0]


def test_an_empty_ledger_answers_nothing() -> None:
    answer = work_out(ledger([], {}), "new_members", Question())
    assert (answer.rows, answer.total, answer.span) == ((), 0, None)


def test_too_fine_a_grain_is_refused_with_a_way_out() -> None:
    with pytest.raises(QuestionRefused, match="coarser grain"):
        work_out(ledger(ACTS, {}), "activity", Question(since=date(1990, 1, 1), grain=Grain.DAY))


@pytest.mark.parametrize(("first", "last", "called"), [
    ("2025-12-01", "2025-12-31", "December 2025"), ("2024-02-01", "2024-02-29", "February 2024"),
    ("2025-10-01", "2025-12-31", "Q4 2025"), ("2025-01-01", "2025-12-31", "2025"),
    ("2025-05-05", "2025-05-05", "5 May 2025"),
    ("2025-12-01", "2025-12-24", "1 to 24 December 2025"),
    ("2025-11-20", "2025-12-24", "20 November to 24 December 2025"),
    ("2024-12-20", "2025-01-06", "20 December 2024 to 6 January 2025"),
])  # fmt: skip
def test_days_are_called_as_people_call_them(first: str, last: str, called: str) -> None:
    assert days_name(Span(date.fromisoformat(first), date.fromisoformat(last))) == called
