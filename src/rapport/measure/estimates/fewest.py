"""How few do half of it: the contributor absence factor and its like."""

from rapport.measure.estimates.estimate import NOTHING, Counted, Estimate


def fewest(rows: Counted) -> Estimate:
    """The smallest number of those who together have at least half; `has` of each of them. `n` is how many have any.

    A complete count: it says how it was, not how it might have been.
    """
    has = sorted((row["has"] for row in rows if row["has"]), reverse=True)
    half, so_far = sum(has) / 2, 0
    for number, one in enumerate(has, 1):
        so_far += one
        if so_far >= half:
            return Estimate(number, len(has))
    return NOTHING
