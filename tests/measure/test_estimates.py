"""Estimates against an independent computation of them: SciPy's, or the plainest."""

import statistics
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy import datetime64
from scipy import stats

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.covering import covering
from rapport.measure.estimates.estimate import NOTHING, count, mean
from rapport.measure.estimates.fewest import fewest
from rapport.measure.estimates.share import share
from rapport.measure.estimates.survival import median, survival

waits = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60)


def rows(waits: list[tuple[int, bool]]) -> Counted:
    return Counted.of([{"lasted": lasted, "over": over, "how_many": 1} for lasted, over in waits])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # SciPy's, where its formula says nothing
@given(waits)
def test_survival_is_kaplan_and_meiers_with_the_band_that_scipy_gives(waits: list[tuple[int, bool]]) -> None:
    found = survival(rows(waits))
    sample = stats.CensoredData.right_censored([lasted for lasted, _ in waits], [not over for _, over in waits])
    expected = stats.ecdf(sample).sf
    band = expected.confidence_interval(method="log-log")
    for place, time in enumerate(expected.quantiles):
        lasting, low, high = found.at(float(time))
        assert lasting == pytest.approx(expected.probabilities[place])
        if lasting not in (0, 1) and band.low.probabilities[place] == band.low.probabilities[place]:
            assert low == pytest.approx(band.low.probabilities[place], abs=1e-6)
            assert high == pytest.approx(band.high.probabilities[place], abs=1e-6)


@given(waits)
def test_rows_that_stand_for_many_say_what_many_rows_say(waits: list[tuple[int, bool]]) -> None:
    together = [
        {"lasted": lasted, "over": over, "how_many": waits.count((lasted, over))} for lasted, over in set(waits)
    ]
    assert median(Counted.of(together)) == median(rows(waits))


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_where_all_is_over_half_of_it_is_over_by_the_median(lasted: list[int]) -> None:
    found = median(rows([(one, True) for one in lasted]))
    assert found.value is not None
    assert found.value == statistics.median_low(lasted)
    assert (found.low or 0) <= found.value <= (found.high or found.value)


def test_where_more_than_half_still_wait_there_is_no_median() -> None:
    found = median(rows([(1, True), (5, False), (5, False)]))
    assert (found.value, found.n) == (None, 3)


def test_leaving_out_who_still_waits_would_have_made_it_shorter() -> None:
    told = [(1, True)] * 4 + [(9, True)] * 2 + [(30, False)] * 6
    assert median(rows(told)).value == 9
    assert median(rows([(lasted, over) for lasted, over in told if over])).value == 1


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_share_has_wilsons_interval(part: int, more: int) -> None:
    n = part + more
    found = share(Counted.of([{"part": part, "n": n}]))
    expected = stats.binomtest(part, n).proportion_ci(method="wilson")
    assert found.value == pytest.approx(100 * part / n)
    assert (found.low, found.high) == pytest.approx((100 * expected.low, 100 * expected.high), abs=1e-6)


def test_of_nobody_nothing_is_said() -> None:
    none = Counted.of([])
    assert share(none) == mean(none) == fewest(none) == covering(none) == median(none) == NOTHING
    assert count(none).value == 0


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30))
def test_a_mean_has_the_normal_interval(numbers: list[float]) -> None:
    squares = sum(one * one for one in numbers)
    found = mean(Counted.of([{"n": len(numbers), "total": sum(numbers), "squares": squares}]))
    assert found.value == pytest.approx(statistics.fmean(numbers), abs=1e-9)
    margin = 1.959964 * statistics.stdev(numbers) / len(numbers) ** 0.5
    assert found.high == pytest.approx(statistics.fmean(numbers) + margin, abs=1e-4)


@given(st.lists(st.integers(0, 20), max_size=9))
def test_no_fewer_have_half_of_it(has: list[int]) -> None:
    found = fewest(Counted.of([{"has": one} for one in has]))
    if not sum(has):
        assert found == NOTHING
        return
    sizes = [size for size in range(1, len(has) + 1) for some in combinations(has, size) if 2 * sum(some) >= sum(has)]
    assert found.value == min(sizes)


Parts = list[tuple[set[int], int]]
"""With which organisations at once, and how much was done then."""


def apart(parts: Parts) -> Counted:
    """Each part is another person's."""
    day = datetime64("2024-01-01")
    rows = [
        {"organisation": one, "member": member, "joined": day, "left": day, "has": has}
        for member, (where, has) in enumerate(parts)
        for one in sorted(where)
    ]
    return Counted.of(rows)


def has_half(parts: Parts, of: Iterable[int]) -> bool:
    return 2 * sum(has for where, has in parts if where & {*of}) >= sum(has for _, has in parts)


def test_of_two_that_share_all_the_second_is_not_taken() -> None:
    """1 and 2 share five of thirteen, 3 and 4 have four each: with 1 it takes 3, and not 2, which adds nothing."""
    shared: Parts = [({1, 2}, 5), ({3}, 4), ({4}, 4)]
    assert covering(apart(shared))[:2] == (2, 4)
    assert fewest(Counted.of([{"has": has} for has in (5, 5, 4, 4)])).value == 2  # of eighteen, five of them twice
    assert covering(apart([({1, 2}, 6), ({3}, 4)])).value == 1
    assert covering(apart([({1}, 4), ({2}, 4), ({1, 2, 3}, 4), ({4}, 9)])).value == 2


def test_what_one_person_did_with_other_employers_is_another_part() -> None:
    """Three with 1 alone, then four with 1 and 2: 1 has seven of twelve."""
    whole, later = ((datetime64(f"2024-{month}-01"), datetime64(f"2024-{month}-28")) for month in ("01", "02"))
    rows = [(1, *whole, 3), (1, *later, 4), (2, *later, 4), (3, *later, 5)]
    names = ("organisation", "joined", "left", "has")
    told = [dict(zip(names, row, strict=True)) | {"member": 8 if row[0] == 3 else 7} for row in rows]
    assert covering(Counted.of(told))[:2] == (1, 3)


parts = st.lists(st.tuples(st.sets(st.integers(1, 5), min_size=1), st.integers(1, 20)), min_size=1, max_size=9)


@given(parts)
def test_those_taken_have_half_and_no_fewer_do_where_nobody_is_with_two(parts: Parts) -> None:
    there = set().union(*(where for where, _ in parts))
    found = covering(apart(parts))
    sizes = [size for size in range(1, 6) for some in combinations(there, size) if has_half(parts, some)]
    assert found.n == len(there)
    assert min(sizes) <= (found.value or 0) <= len(there)
    alone: Parts = [({min(where)}, has) for where, has in parts]
    sums = [sum(has for where, has in alone if one in where) for one in {min(where) for where, _ in parts}]
    assert covering(apart(alone)) == fewest(Counted.of([{"has": one} for one in sums]))
