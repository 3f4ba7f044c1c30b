"""How long something lasts when some of it is not over yet: Kaplan and Meier's estimate (JASA 53, 1958).

What still lasts, or ended otherwise, is known to have lasted at least so long. Leaving it out, or taking it for over,
would make every wait look shorter than it is.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import FEW, NOTHING, Estimate, Z

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


class Survival(NamedTuple):
    """A step function: of all, the share in which it lasts longer than each of `times`, with its band of 95 %."""

    times: Floats
    """Ascending; only those at which something ended."""
    lasting: Floats
    low: Floats
    high: Floats
    n: int
    """How many were looked at, ended or not."""

    def at(self, time: float) -> tuple[float, float, float]:
        """The share that lasts longer than this, with its band."""
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if place < 0:
            return 1.0, 1.0, 1.0
        return float(self.lasting[place]), float(self.low[place]), float(self.high[place])

    def quantile(self, share: float) -> tuple[float | None, float | None, float | None]:
        """When so large a share is over, with the interval of Brookmeyer and Crowley (Biometrics 38, 1982)."""
        value, low, high = (_first(self.times, curve, 1 - share) for curve in (self.lasting, self.low, self.high))
        return value, low, high


def survival(rows: Counted) -> Survival:
    """From rows of `lasted` (any unit), `over` (whether it ended, or None and False) and `how_many` of them."""
    if not len(rows):
        return _NOBODY
    lasted, over, weight = (rows[name].astype(np.float64) for name in ("lasted", "over", "how_many"))
    lasted = np.maximum(lasted, 0.0)  # a clock set wrong: it was over at once
    times, place = np.unique(lasted, return_inverse=True)
    ended = np.bincount(place, weights=weight * over, minlength=len(times)).astype(np.float64)
    gone = np.bincount(place, weights=weight, minlength=len(times)).astype(np.float64)
    at_risk = gone[::-1].cumsum()[::-1]
    some = ended > 0
    times, ended, at_risk = times[some], ended[some], at_risk[some]
    lasting = np.cumprod(1 - ended / at_risk)
    low, high = _band(lasting, ended, at_risk)
    return Survival(times, lasting, low, high, int(weight.sum()))


def known(rows: Counted, times: Floats) -> Numbers:
    """Of how many it is known, at each of these times, whether they lasted so long: whether they still did, or had
    ended before."""
    over = rows["over"].astype(bool)
    return _lasted(rows, ~over, times) + int(rows["how_many"][over].sum())


def told_until(rows: Counted) -> float:
    """Behind it the curve rests on fewer than FEW who were looked at for so long, and of more it is not known how they
    went on. Infinite where it is known of all."""
    times = np.unique(np.maximum(rows["lasted"].astype(np.float64), 0.0))
    still, unknown = _lasted(rows, np.ones(len(rows), bool), times), int(rows["how_many"].sum()) - known(rows, times)
    enough = (still >= FEW) | (unknown <= still)
    if not enough.all():
        return float(times[enough.argmin() - 1]) if enough[0] else 0.0
    return float("inf") if rows["over"].all() else float(times[-1])


def _lasted(rows: Counted, which: npt.NDArray[np.bool_], times: Floats) -> Numbers:
    """How many of these lasted up to each of the times or longer."""
    lasted, weight = np.maximum(rows["lasted"][which].astype(np.float64), 0.0), rows["how_many"][which].astype(np.int64)
    order = np.argsort(lasted)
    before = np.concatenate(([0], weight[order].cumsum()))
    found: Numbers = before[-1] - before[np.searchsorted(lasted[order], times, side="left")]
    return found


def median(rows: Counted) -> Estimate:
    """When half of it is over; no value where more than half is known to last longer than anybody looked."""
    found = survival(rows)
    if not found.n:
        return NOTHING
    value, low, high = found.quantile(0.5)
    return Estimate(value, found.n, low, high)


def _band(lasting: Floats, ended: Floats, at_risk: Floats) -> tuple[Floats, Floats]:
    """Greenwood's variance on the scale of log(−log), which keeps the band between none and all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(ended / (at_risk * (at_risk - ended)))) / np.abs(np.log(lasting))
        low, high = lasting ** np.exp(Z * spread), lasting ** np.exp(-Z * spread)
    # Behind the last end nobody is left, and the formula says nothing: the band stays as wide as it was.
    none_left = ~(lasting > 0)
    before = np.maximum.accumulate(np.where(none_left, 0, np.arange(len(lasting))))
    return np.where(none_left, 0.0, low), np.where(none_left, high[before] if len(high) else high, high)


def _first(times: Floats, curve: Floats, level: float) -> float | None:
    """The first time at which the curve is at this level or below; None if it never is."""
    below = np.flatnonzero(curve <= level + 1e-12)
    return float(times[below[0]]) if len(below) else None


_NONE = np.zeros(0)
_NOBODY = Survival(_NONE, _NONE, _NONE, _NONE, 0)
