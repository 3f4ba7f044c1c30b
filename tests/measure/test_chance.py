"""What is told as more than chance: seldom where nothing changed, however often one looks; soon where much did."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from rapport.measure.against import LONGER, compared
from rapport.measure.answer import Answer, work_out
from rapport.measure.chance import (
    LOOKS,
    NO_PAST,
    SHORTEST,
    TOO_FEW,
    TOO_SHORT,
    Verdict,
    of_counts,
    of_estimates,
    past_needed,
    past_wanted,
)
from rapport.measure.estimates.estimate import Estimate
from rapport.measure.metrics import all_metrics
from rapport.measure.question import Question
from rapport.measure.sentences import sentence
from tests.measure.ledgers import Act, at, ledger
from tests.measure.unchanged import KINDS, changed, lasting
from tests.prove.chance import first_told, first_told_of_estimates

PAST = past_needed(30)


def _of(counts: Any, days: int = 30) -> Verdict:
    return of_counts(sum(counts[-days:]), sum(counts[-2 * days : -days]), list(counts), days)


@pytest.mark.parametrize("name", KINDS)
def test_seldom_more_than_chance_where_nothing_changes_and_one_looks_daily(name: str) -> None:
    """With 5 % of false alarms, 5 or more of 20 come once in 400; the long run is `make prove-chance`."""
    chance = np.random.default_rng(list(name.encode()))
    told = [first_told(KINDS[name](chance, PAST + LOOKS, 10), 30, PAST) for _ in range(20)]
    assert sum(map(bool, told)) <= 4


def test_seldom_of_shares_and_medians_too() -> None:
    chance = np.random.default_rng(1)
    for of_share in (True, False):
        told = [first_told_of_estimates(chance, 30, of_share=of_share) for _ in range(6)]
        assert sum(map(bool, told)) <= 2


def test_a_doubling_is_found_within_90_days() -> None:
    chance = np.random.default_rng(2)
    made = KINDS["with a weekly rhythm"]
    told = [first_told(changed(made, chance, 548, LOOKS, 30, 2), 30, 548) for _ in range(10)]
    assert all(told)


def test_what_a_weekend_more_or_less_brings_is_no_change() -> None:
    """Thirty days hold four or five weekends: without the rhythm of the week each fortnight would look like news."""
    for shift in range(7):
        weeks = np.tile([100, 100, 100, 100, 100, 0, 0], 40)[shift:]
        told = _of(weeks)
        assert told.low is not None
        assert told.high is not None
        assert not told.beyond
        assert told.low <= 0 <= told.high


def test_one_wild_day_decides_nothing() -> None:
    quiet = lasting(1, 0.1)(np.random.default_rng(3), 548, 20)
    for day in (-1, -15, -30):
        raided = quiet.copy()
        raided[day] += 2000
        assert not _of(raided).beyond


def test_says_so_where_nobody_can_tell() -> None:
    flat = [5.0] * 548
    assert _of(flat[: PAST - 1]) == NO_PAST
    assert _of(flat, SHORTEST - 1) == TOO_SHORT
    assert _of([0.0] * 548) == TOO_FEW
    some, few = Estimate(50.0, 100, 40.0, 60.0), Estimate(50.0, 4, 15.0, 85.0)
    assert of_estimates(some, few, [some] * 78, 30, share=True) == TOO_FEW
    assert of_estimates(some, some, [some] * 4, 30, share=True) == NO_PAST
    assert of_estimates(some, some, [None] * 78, 30, share=True) == TOO_FEW
    assert of_estimates(some, Estimate(2.0, 30, 1.0, None), [some] * 78, 30, share=False) == TOO_FEW


def test_the_change_lies_within_its_interval() -> None:
    chance = np.random.default_rng(4)
    for factor in (0.5, 1.0, 3.0):
        counts = changed(KINDS["Poisson"], chance, 518, 30, 20, factor)
        told = _of(counts)
        found = 100 * (sum(counts[-30:]) / sum(counts[-60:-30]) - 1)
        assert told.low is not None
        assert told.high is not None
        assert told.low < found + 5 < told.high + 10
        assert told.beyond == (factor != 1.0)


def test_shares_differ_by_points_and_medians_by_percent() -> None:
    share, higher = Estimate(50.0, 400, 45.0, 55.0), Estimate(70.0, 400, 65.0, 75.0)
    told = of_estimates(higher, share, [share] * 78, 30, share=True)
    assert told.beyond
    assert told.low == pytest.approx(20 - 13, abs=1)
    wait, longer = Estimate(10.0, 400, 9.0, 11.1), Estimate(20.0, 400, 18.0, 22.2)
    told = of_estimates(longer, wait, [wait] * 78, 30, share=False)
    assert told.beyond
    assert told.low is not None
    assert 40 < told.low < 100


def _asked(last: date, factor: int) -> tuple[Any, Answer]:
    """A ledger of two posts a day for 400 days, `factor` times as many in the last thirty of them."""
    days = [last - timedelta(days=back) for back in range(400)]
    acts = [Act(at(str(day)), "discourse", 2, 1) for place, day in enumerate(days) for _ in range(2)]
    acts += [Act(at(str(day)), "discourse", 2, 2) for day in days[:30] for _ in range(2 * factor - 2)]
    state = ledger(acts, {})
    question = Question(since=last - timedelta(days=29), until=last)
    return state, work_out(state, "activity", question)


def test_an_answer_is_compared_with_its_own_past() -> None:
    last = date(2024, 2, 1)
    for factor, beyond in ((1, False), (4, True)):
        acts, now = _asked(last, factor)
        against = compared(now, acts)
        assert against
        assert against.answer.total == 60
        assert against.verdict.beyond is beyond
    assert compared(replace(now, question=Question()), acts) is None


def test_what_ripens_is_not_judged_and_says_why() -> None:
    """The newest questions wait: the older ones had longer for it."""
    last = date(2024, 2, 1)
    days = [last - timedelta(days=back) for back in range(400)]
    acts = ledger([Act(at(str(day)), "discourse", 1, 1, thread=place, asks=True) for place, day in enumerate(days)], {})
    question = Question(since=last - timedelta(days=29), until=last)
    assert {metric.name for metric in all_metrics() if metric.ripens} == {
        "unanswered", "resolved_share", "one_time_posters", "views", "times_reposted"
    }  # fmt: skip
    now = work_out(acts, "unanswered", question)
    against = compared(now, acts)
    assert now.total == 30
    assert against
    assert against.verdict == LONGER
    assert "the time before had longer for it" in sentence(now, against)


def test_as_far_back_as_is_wanted_is_never_less_than_needed() -> None:
    assert all(past_wanted(days) >= past_needed(days) for days in range(1, 2000))
