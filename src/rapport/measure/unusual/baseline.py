"""What a day would usually bring: a level that follows slowly, times what its weekday usually has. Pure.

One pass over the days, in which each is foretold from those before it alone. One wild day moves the level no more than
an ordinary large one, or a raid would make the quiet week after it look unusual. `make bench-unusual` holds it against
the seasonal-naïve forecast (the same as a week ago) on real projects.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

WEEK = 7
_FOLLOWS, _LEARNS, _ADAPTS = 0.08, 0.03, 0.03
"""How far a day moves the level, its weekday and the usual distance."""
_WILD = 4.0
"""A day further away than so many usual distances counts as one that is just so far."""
_LEAST = 0.02


def expected(counts: Sequence[float]) -> Floats:
    """For each day what the days before it make one expect; the first fortnight is its own measure."""
    told = np.empty(len(counts))
    level, weekdays, distance = max(float(np.mean(counts[: 2 * WEEK])), _LEAST), [1.0] * WEEK, 1.0
    for day, count in enumerate(counts):
        weekday = day % WEEK
        told[day] = now = level * weekdays[weekday]
        size = sqrt(now + 1)
        error = min(count - now, _WILD * distance * size)
        distance = max(distance + _ADAPTS * (min(abs(count - now) / size, _WILD) - distance), 0.5)
        level = max(level + _FOLLOWS * error * weekdays[weekday] / _mean_square(weekdays), _LEAST)
        weekdays[weekday] = max(weekdays[weekday] + _LEARNS * error / max(level, 0.3), _LEAST)
        all_week = sum(weekdays)
        weekdays = [part * WEEK / all_week for part in weekdays]
    return told


def _mean_square(weekdays: list[float]) -> float:
    return sum(part * part for part in weekdays) / WEEK
