"""A share of a whole, in percent."""

from math import sqrt

from rapport.measure.estimates.counted import Counted
from rapport.measure.estimates.estimate import NOTHING, Estimate, Z


def share(rows: Counted) -> Estimate:
    """`part` of `n`, with Wilson's interval (Wilson 1927), which is right for few and for shares near none and all."""
    part, n = rows.total("part"), rows.total("n")
    if not n:
        return NOTHING
    found, spread = part / n, Z * Z / n
    middle = (found + spread / 2) / (1 + spread)
    margin = Z * sqrt(found * (1 - found) / n + spread / (4 * n)) / (1 + spread)
    # At its ends the interval is closed exactly; what the roots leave there is a rounding error.
    low, high = max(0.0, middle - margin) if part else 0.0, min(1.0, middle + margin) if part < n else 1.0
    return Estimate(100 * found, n, 100 * low, 100 * high)
