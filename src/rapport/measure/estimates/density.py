"""How much of a network is there of what could be."""

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import NOTHING, Estimate


def density(rows: Counted) -> Estimate:
    """In percent: `ways` from one of `people` to another, of all there could be. A complete count of the network."""
    people = rows.total("people")
    if people < 2:
        return NOTHING
    return Estimate(100 * rows.total("ways") / (people * (people - 1)), people)
