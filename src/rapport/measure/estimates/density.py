"""How much of a network is there of what could be."""

from rapport.measure.estimates.estimate import NOTHING, Counted, Estimate


def density(rows: Counted) -> Estimate:
    """In percent: `ways` from one of `people` to another, of all there could be. A complete count of the network."""
    [counted] = rows or [{"ways": 0, "people": 0}]
    people = counted["people"]
    if people < 2:
        return NOTHING
    return Estimate(100 * counted["ways"] / (people * (people - 1)), people)
