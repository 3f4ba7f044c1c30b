"""The share in which something lasts longer than a given time, when some of it is not over yet."""

from dataclasses import dataclass

import numpy as np

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import NOTHING, Estimate
from rapport.measure.estimates.share import share
from rapport.measure.estimates.survival import known, survival


@dataclass(frozen=True)
class Staying:
    """In percent, by Kaplan and Meier, from the rows of `survival`.

    No value where some still last and none was looked at for so long: they may yet do so.
    """

    time: float

    def __call__(self, rows: Counted) -> Estimate:
        found = survival(rows)
        if not found.n:
            return NOTHING
        if rows["lasted"].max() < self.time and not rows["over"].all():
            return Estimate(None, found.n)
        lasting, low, high = found.at(self.time)
        if lasting in (0, 1):  # Greenwood's formula has no width there
            n = int(known(rows, np.array([self.time]))[0])
            return share(Counted.of([{"part": lasting * n, "n": n}]))._replace(n=found.n)
        return Estimate(100 * lasting, found.n, 100 * low, 100 * high)
