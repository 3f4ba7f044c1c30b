"""Nothing that rests on few people can be read, nor reckoned from what can."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rapport.measure.answer import Answer, Row
from rapport.measure.boards.withholding import FEW, few, without_few
from rapport.measure.catalogue import find
from rapport.measure.metrics import all_metrics
from rapport.measure.periods import Grain
from rapport.measure.question import By, Question

assert all_metrics()
DAY = date(2024, 1, 1)


def answered(counts: list[list[int]], groups: tuple[str, ...]) -> Answer:
    """Of so many people in each period and group, each of whom did three things."""
    rows = tuple(
        Row(DAY + timedelta(days=at), DAY + timedelta(days=at), True, group, 3 * n, n)
        for at, line in enumerate(counts)
        for group, n in zip(groups or (None,), line, strict=True)
    )
    total = sum(row.value or 0 for row in rows)
    by = By.PLATFORM if groups else None
    return Answer(find("activity"), Question(by=by), None, Grain.DAY, rows, groups, total, 99, ())


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    groups = draw(st.sampled_from([(), ("git", "x"), ("git", "x", "slack")]))
    line = st.lists(st.integers(0, 12), min_size=len(groups) or 1, max_size=len(groups) or 1)
    return answered(draw(st.lists(line, min_size=1, max_size=6)), groups)


@given(answers())
def test_no_figure_of_few_stays_and_none_is_the_only_gap_in_its_line(answer: Answer) -> None:
    told, hidden = without_few(answer)
    lines: dict[object, list[tuple[Row, Row]]] = defaultdict(list)
    for was, row in zip(answer.rows, told.rows, strict=True):
        assert (row.value is None) == ((row.first, row.group) in hidden)
        assert not few(row.n)
        if few(was.n):
            assert row.value is None
        lines["period", row.first].append((was, row))
        lines["group", row.group].append((was, row))
    for line in lines.values():
        gaps = [was for was, row in line if row.value is None]
        others = [row for _, row in line if row.n]
        assert len(gaps) != 1 or not others


def test_where_nothing_rests_on_few_nothing_is_withheld() -> None:
    answer = answered([[5], [0], [12]], ())
    assert without_few(answer) == (answer, frozenset())


def test_one_gap_takes_the_smallest_other_figure_with_it() -> None:
    told, _ = without_few(answered([[3], [40], [7], [20]], ()))
    assert [row.value for row in told.rows] == [None, 120, None, 60]


def test_an_estimate_follows_from_no_others_so_its_gaps_stay_alone() -> None:
    estimate = replace(answered([[3], [40], [7]], ()), metric=find("time_to_first_response"))
    told, _ = without_few(estimate)
    assert [row.value for row in told.rows] == [None, 120, 21]
    assert FEW == 5
