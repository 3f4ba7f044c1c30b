"""The share in which something lasts longer than a given time, when some of it is not over yet."""

from dataclasses import dataclass

import numpy as np

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import NOTHING, Estimate
from rapport.measure.estimates.share import share
from rapport.measure.estimates.survival import survival


@dataclass(frozen=True)
class Staying:
    """In percent, by Kaplan and Meier, from the rows of `survival`; no value where none was followed for so long."""

    time: float

    def __call__(self, rows: Counted) -> Estimate:
        found = survival(rows)
        if not found.n:
            return NOTHING
        lasting, low, high = found.at(self.time)
        if lasting > 0 and rows["lasted"].max() < self.time:
            return Estimate(None, found.n)
        if lasting in (0, 1):  # Greenwood's formula has no width there
            known = _known(rows, self.time)
            return share(Counted.of([{"part": lasting * known, "n": known}]))._replace(n=found.n)
        return Estimate(100 * lasting, found.n, 100 * low, 100 * high)


def _known(rows: Counted, time: float) -> int:
    """Of how many it is known whether it lasted so long."""
    known = rows["over"].astype(bool) | (rows["lasted"] >= time)
    return int(np.sum(rows["how_many"][known]))
