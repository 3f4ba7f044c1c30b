"""How engaged somebody is, as a figure that does not jump: their pace, in points a month. Pure.

A day's points are the weights of the kinds of things that were done on it, each kind once: ten messages are one
conversation, a review beside them is more. The pace is the mean of these over time in which a day counts half as much
as one a quarter of a year (HALF_LIFE) later. Nothing falls out of a window and no milestone is just missed or just
reached, which is why it is steadier than levels are (docs/people.md has both measured).

Each day is one observation: the interval holds the pace that other days as likely as these would give (a sum of
independent days, each with the variance of its own square), 90 of 100 times where there are many.
"""

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

HALF_LIFE = 91
"""Days."""
MONTH = 365.25 / 12
NINETY = 1.645
"""Standard errors on either side hold 90 of 100."""

Days = npt.NDArray[np.int64]
"""Ordinals of days, rising."""
Points = npt.NDArray[np.float64]


class Pace(NamedTuple):
    points: float
    """A month."""
    low: float
    high: float
    change: float
    """Since a half-life before."""
    trend: str
    """`rising` or `falling` where the change is more than chance, else `steady`; `none` of whom nothing weighs."""


def pace(days: Days, points: Points, at: date) -> Pace:
    """As of the end of a day; what came later counts nothing."""
    now = _shares(days, at.toordinal())
    before = _shares(days, at.toordinal() - HALF_LIFE)
    rate = float(now @ points)
    error = float(np.sqrt((now * points) @ (now * points)))
    turned = (now - before) * points
    change, doubt = float(turned.sum()), float(np.sqrt(turned @ turned))
    trend = "steady" if abs(change) <= NINETY * doubt else "rising" if change > 0 else "falling"
    return Pace(
        rate, max(0.0, rate - NINETY * error), rate + NINETY * error, change, trend if now.any() and rate else "none"
    )


def _shares(days: Days, at: int) -> Points:
    """How much each day's points count in the pace of a day."""
    age = at - days
    share = np.log(2) / HALF_LIFE * MONTH * np.exp2(-np.maximum(age, 0) / HALF_LIFE)
    return np.where(age >= 0, share, 0.0)


class Step(NamedTuple):
    day: date
    pace: Pace


def course(days: Days, points: Points, first: date, last: date, *, steps: int) -> list[Step]:
    """The pace on so many days from the first to the last, both among them."""
    if last <= first:
        return [Step(last, pace(days, points, last))]
    at = np.unique(np.linspace(first.toordinal(), last.toordinal(), steps).round().astype(np.int64))
    return [Step(day, pace(days, points, day)) for day in map(date.fromordinal, at.tolist())]
