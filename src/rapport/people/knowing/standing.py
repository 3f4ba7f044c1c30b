"""Where somebody stands by their pace, in a word that holds until the figures leave no doubt. Pure.

A level is left only when the interval of the pace has left it: who wavers around a bound stays where they were.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rapport.people.knowing.pace import HALF_LIFE, MONTH, NINETY, Days, Points

LEVELS = ("quiet", "now and then", "regular", "core")
BOUNDS = (1.0, 8.0, 40.0)
"""Points a month: something in a quarter of a year, a weighty thing a month, more than one a week."""
WEEK = 7


class Course(NamedTuple):
    points: Points
    low: Points
    high: Points


def walk(days: Days, points: Points, at: Sequence[int]) -> Course:
    """The pace at the end of each of these days (ordinals, rising), in one go through the career."""
    told: list[tuple[float, float]] = []
    ordinals, weights = days.tolist(), points.tolist()
    total = squares = 0.0
    place, before = 0, at[0] if at else 0
    for day in at:
        faded = 2.0 ** (-(day - before) / HALF_LIFE)
        total, squares, before = total * faded, squares * faded * faded, day
        while place < len(ordinals) and ordinals[place] <= day:
            share = weights[place] * 2.0 ** (-(day - ordinals[place]) / HALF_LIFE)
            total, squares, place = total + share, squares + share * share, place + 1
        told.append((total, squares**0.5))
    rate, error = np.array(told).reshape(-1, 2).T * np.log(2) / HALF_LIFE * MONTH
    return Course(rate, np.maximum(0.0, rate - NINETY * error), rate + NINETY * error)


def held(course: Course, bounds: Sequence[float] = BOUNDS) -> npt.NDArray[np.intp]:
    """The level at each step of a course, the first one being where the pace is."""
    now, low, high = (np.searchsorted(bounds, each, "right") for each in course)
    levels = now.copy()
    for step in range(1, len(levels)):
        stays = low[step] <= levels[step - 1] <= high[step]
        levels[step] = levels[step - 1] if stays else now[step]
    return levels


class Standing(NamedTuple):
    level: str
    weeks: int
    """Since when, as far as the record goes."""
    before: str
    """The level before that; empty where there was none."""


def standing(days: Days, points: Points, at: int) -> Standing:
    """At the end of a day, looked at week by week from the first activity on."""
    weeks = range(at, int(days[0]) - 1, -WEEK)[::-1]
    levels = held(walk(days, points, weeks))
    changes = np.flatnonzero(np.diff(levels)) + 1
    since = int(changes[-1]) if len(changes) else 0
    before = LEVELS[levels[since - 1]] if len(changes) else ""
    return Standing(LEVELS[levels[-1]], len(levels) - 1 - since, before)
