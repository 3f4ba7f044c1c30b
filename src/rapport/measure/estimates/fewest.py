"""How few do half of it: the contributor absence factor and its like."""

import numpy as np

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import NOTHING, Estimate


def fewest(rows: Counted) -> Estimate:
    """The smallest number of those who together have at least half; `has` of each of them. `n` is how many have any.

    A complete count: it says how it was, not how it might have been.
    """
    has = np.sort(rows["has"])[::-1] if len(rows) else np.zeros(0)
    so_far = has.cumsum()
    if not len(has) or not so_far[-1]:
        return NOTHING
    return Estimate(int(np.searchsorted(2 * so_far, so_far[-1])) + 1, int((has > 0).sum()))
