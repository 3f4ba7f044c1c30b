"""Estimates against an independent computation of them: SciPy's, or the plainest."""

import statistics
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rapport.measure.estimates.counted import Counted
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
    assert share(none) == mean(none) == fewest(none) == median(none) == NOTHING
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
