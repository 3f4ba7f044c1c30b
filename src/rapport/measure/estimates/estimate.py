"""A value with its interval and its n, and the plainest way to one: a count."""

from collections.abc import Callable
from typing import NamedTuple

from rapport.measure.estimates.counted import Counted

Z = 1.959964
"""The normal distribution's quantile for intervals of 95 %."""

FEW = 5
"""An estimate that rests on fewer says so, and no line is drawn to it."""


class Estimate(NamedTuple):
    value: float | None
    """None where nothing can be said: nobody was there to ask about."""
    n: int
    """What it rests on, in the metric's own unit (`Metric.rests_on`)."""
    low: float | None = None
    high: float | None = None
    """The interval of 95 %; None for a complete count, and where an end of it is not known."""


Finish = Callable[[Counted], Estimate]

NOTHING = Estimate(None, 0)


def count(rows: Counted) -> Estimate:
    """The one row's `value` and `n`: a complete count of what the ledger holds."""
    return Estimate(rows.total("value"), rows.total("n"))


def told(rows: Counted) -> Estimate:
    """As `count`, of what some sources alone tell: where none did, nothing can be said."""
    return count(rows) if rows.total("n") else NOTHING


def mean(rows: Counted) -> Estimate:
    """Of `n` numbers with their `total` and the total of their `squares`, with the normal interval around it."""
    n = rows.total("n")
    if not n:
        return NOTHING
    value = rows.total("total") / n
    if n == 1:
        return Estimate(value, n)
    spread = max(rows.total("squares") / n - value * value, 0.0) * n / (n - 1)
    margin = Z * (spread / n) ** 0.5
    return Estimate(value, n, value - margin, value + margin)
