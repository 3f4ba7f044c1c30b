"""The share that stays against SciPy's estimate of survival, and where it cannot be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.share import share
from rapport.measure.estimates.staying import Staying

Stay = tuple[int, bool]
stays = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40)


def rows(told: list[Stay]) -> Counted:
    return Counted.of([{"lasted": lasted, "over": over, "how_many": 1} for lasted, over in told])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # SciPy's, where its formula says nothing
@given(told=stays)
def test_it_is_the_share_that_scipy_finds(told: list[Stay]) -> None:
    ended, still = [[lasted for lasted, over in told if over is wanted] for wanted in (True, False)]
    found = Staying(10)(rows(told))
    curve = ecdf(CensoredData(uncensored=ended, right=still)).sf if ended else None
    share_left = float(curve.evaluate(10)) if curve else 1.0
    if still and max(lasted for lasted, _ in told) < 10:
        assert found == (None, len(told), None, None)
        return
    assert found.value == pytest.approx(100 * share_left)
    assert found.n == len(told)
    if curve and 0 < share_left < 1:
        band = curve.confidence_interval(method="log-log")
        assert found.low == pytest.approx(100 * float(band.low.evaluate(10)))
        assert found.high == pytest.approx(100 * float(band.high.evaluate(10)))


def test_where_all_stay_or_none_does_it_is_no_surer_than_a_share() -> None:
    assert Staying(10)(rows([(12, False), (15, True)]))[2:] == share(Counted.of([{"part": 2, "n": 2}]))[2:]
    assert Staying(10)(rows([(0, True)] * 6))[2:] == share(Counted.of([{"part": 0, "n": 6}]))[2:]


def test_nothing_is_said_of_nobody() -> None:
    assert Staying(10)(rows([])) == (None, 0, None, None)
