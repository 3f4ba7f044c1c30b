"""Times in which a source says nothing although it usually says much: an export may have left them out.

Pure. A community that sleeps on Sundays, or speaks twice a year, has none.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

SHORTEST = 7
"""Days; shorter ones are weekends and holidays."""
MISSED = 10
"""So many activities at least would have been usual in that time."""
AROUND = 8
"""Weeks before and after that tell what is usual."""


class Silence(NamedTuple):
    first: date
    """The last day before it on which anything happened."""
    last: date
    """The first day after it."""
    usual: int
    """Activities a week around it: the median of the weeks before and after."""


def silences(days: Mapping[date, int]) -> list[Silence]:
    """The silences in what happened on each day (days without anything may be left out), the longest first."""
    active = sorted(day for day, n in days.items() if n)
    found = [
        Silence(before, after, usual)
        for before, after in pairwise(active)
        if (after - before).days > SHORTEST
        and (usual := _usual(days, active, before, after)) * ((after - before).days - 1) / 7 >= MISSED
    ]
    return sorted(found, key=lambda silence: silence.first - silence.last)


def _usual(days: Mapping[date, int], active: list[date], before: date, after: date) -> int:
    weeks = []
    for start, step, end in ((before, -1, active[0]), (after, 1, active[-1])):
        whole = max(1, (abs((end - start).days) + 1) // 7)
        weeks += [
            sum(days.get(start + timedelta(step * (7 * week + day)), 0) for day in range(7))
            for week in range(min(AROUND, whole))
        ]
    return int(median(weeks))
