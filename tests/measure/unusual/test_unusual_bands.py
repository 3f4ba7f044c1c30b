"""Wild days are found, quiet ones seldom called wild, and a day is foretold better than by the week before."""

import numpy as np
import pytest

from rapport.measure.unusual.bands import EVERY, LEAST, NEEDED, Band, bands, between
from rapport.measure.unusual.baseline import expected
from tests.bench.unusual import held_against_naive
from tests.measure.unchanged import KINDS


@pytest.mark.parametrize("name", KINDS)
def test_about_one_day_in_180_is_called_unusual_where_nothing_happens(name: str) -> None:
    """Of 1,682 days 9 would be; 20 or more come once in a thousand times. `make bench-unusual` counts more."""
    chance = np.random.default_rng(list(name.encode()))
    told = [band for _ in range(2) for band in bands(KINDS[name](chance, 1200, 20)) if band]
    assert len(told) == 2 * (1200 - NEEDED)
    assert sum(band.unusual for band in told) < 2.1 * len(told) / EVERY


def test_a_wild_day_is_found_and_the_week_after_it_is_not() -> None:
    counts = KINDS["with a weekly rhythm"](np.random.default_rng(5), 700, 20)
    counts[650] *= 4
    told = bands(counts)
    found = [day for day in range(640, 665) if (band := told[day]) and band.unusual]
    assert found == [650]


def test_a_silence_is_found() -> None:
    counts = KINDS["Poisson"](np.random.default_rng(6), 700, 40)
    counts[650:653] = 0
    told = bands(counts)
    silent = told[650]
    assert silent
    assert silent.unusual
    assert silent.low > 0


def test_nothing_is_called_unusual_before_enough_is_known() -> None:
    told = bands([5.0] * NEEDED + [500.0])
    assert told[:NEEDED] == [None] * NEEDED
    assert told[NEEDED]
    assert told[NEEDED].unusual


def test_a_small_difference_is_not_worth_a_word() -> None:
    assert not Band(1 + LEAST - 0.5, 1, 0, 2).unusual
    assert Band(1 + LEAST, 1, 0, 2).unusual


def test_each_day_is_foretold_from_those_before_it_alone() -> None:
    counts = KINDS["negative binomial"](np.random.default_rng(7), 500, 10)
    changed = counts.copy()
    changed[400:] += 1000
    assert (expected(counts)[:401] == expected(changed)[:401]).all()
    assert bands(counts)[:400] == bands(changed)[:400]


def test_it_foretells_better_than_the_week_before() -> None:
    for name in ("with a weekly rhythm", "negative binomial", "moods of five days"):
        error, loss = held_against_naive(KINDS[name](np.random.default_rng(8), 900, 10))
        assert error < 0.9
        assert loss < 0.9


def test_nine_days_of_ten_lie_between_what_nine_of_ten_are_told_to() -> None:
    counts = KINDS["moods of two days"](np.random.default_rng(9), 1500, 20)
    told = [(count, ends) for count, ends in zip(counts, between(counts, 0.9), strict=True) if ends]
    assert 0.86 < np.mean([low <= count <= high for count, (low, high) in told]) < 0.94
