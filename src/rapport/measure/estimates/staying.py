"""The share in which something lasts longer than a given time, when some of it is not over yet."""

import numpy as np

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import NOTHING, Estimate, Finish
from rapport.measure.estimates.share import share
from rapport.measure.estimates.survival import survival


def staying(time: float) -> Finish:
    """In percent, by Kaplan and Meier, from the rows of `survival`; no value where none was followed for so long."""

    def finish(rows: Counted) -> Estimate:
        found = survival(rows)
        if not found.n:
            return NOTHING
        lasting, low, high = found.at(time)
        if lasting > 0 and rows["lasted"].max() < time:
            return Estimate(None, found.n)
        if lasting in (0, 1):  # Greenwood's formula has no width there
            known = _known(rows, time)
            return share(Counted.of([{"part": lasting * known, "n": known}]))._replace(n=found.n)
        return Estimate(100 * lasting, found.n, 100 * low, 100 * high)

    return finish


def _known(rows: Counted, time: float) -> int:
    """Of how many it is known whether it lasted so long."""
    known = rows["over"].astype(bool) | (rows["lasted"] >= time)
    return int(np.sum(rows["how_many"][known]))
