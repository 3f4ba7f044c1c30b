"""How many groups that overlap it takes to do half of it together: the elephant factor."""

import numpy as np

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import NOTHING, Estimate


def covering(rows: Counted) -> Estimate:
    """From rows of `has`: how much a `member` did while with an `organisation`, and `joined` and `left`.

    These two days tell which organisations they were with at once: what they did then has a row for each of them, and
    counts once. The largest is taken first, then the one with the most of what is left; of two with as many the one of
    the lower number. The fewest that would do are a set cover, which nobody finds quickly among many (Karp 1972); where
    nobody is with two at once, these are the fewest. `n` is how many organisations have any. A complete count.
    """
    has = rows["has"] if len(rows) else np.zeros(0)
    if not has.sum():
        return NOTHING
    organisations, whose = np.unique(rows["organisation"], return_inverse=True)
    same = np.stack([rows[name].astype(np.int64) for name in ("member", "joined", "left")])
    parts, part = np.unique(same, axis=1, return_inverse=True)
    size = np.zeros(parts.shape[1], has.dtype)
    size[part] = has
    half, taken, left = size.sum() / 2, 0, np.ones(len(size), bool)
    while size[~left].sum() < half:
        most = np.bincount(whose, weights=has * left[part], minlength=len(organisations)).argmax()
        left[part[whose == most]] = False
        taken += 1
    return Estimate(taken, len(organisations))
