"""Between what a day's count usually lies, with a false-alarm rate that is stated and not hoped for. Pure.

How far days were from what was expected of them, in the last eighteen months, says how far is usual: a day is unusual
when it is further away than all but the fewest of them were (a conformal interval: Vovk, Gammerman and Shafer 2005).
That needs no guess at how counts are spread. Where days are alike, one in EVERY is called unusual by chance.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from rapport.measure.unusual.baseline import expected

EVERY = 180
"""Days from one false alarm to the next, of one series; half of them above, half below."""
REMEMBERED = 540
NEEDED = 2 * EVERY - 1
"""So many days before it are needed, or nobody can say what happens once in twice EVERY."""
Ends = tuple[float, float]

LEAST = 5
"""What differs by less from what was expected is not worth a word."""


class Band(NamedTuple):
    came: float
    expected: float
    low: float
    high: float

    @property
    def unusual(self) -> bool:
        return not self.low <= self.came <= self.high and abs(self.came - self.expected) >= LEAST


def bands(counts: Sequence[float]) -> list[Band | None]:
    """One a day; None as long as too few days are known."""
    return [Band(count, usual, *ends) if ends else None for count, usual, ends in _told(counts)]


def between(counts: Sequence[float], share: float) -> list[tuple[float, float] | None]:
    """Between what so large a share of the days lies, told before each of them."""
    return [ends for _, _, ends in _told(counts, (1 - share) / 2)]


def _told(counts: Sequence[float], tail: float = 0.5 / EVERY) -> Iterator[tuple[float, float, Ends | None]]:
    """Distances are measured in a size that grows a little slower than what is expected does."""
    known: list[float] = []
    distances: list[float] = []
    for day, (count, usual) in enumerate(zip(counts, expected(counts), strict=True)):
        size = (usual + 1) ** 0.75
        place = ceil((len(known) + 1) * (1 - tail)) - 1
        if place < len(known):
            yield count, usual, (max(0.0, usual + known[-place - 1] * size), usual + known[place] * size)
        else:
            yield count, usual, None
        distances.append((count - usual) / size)
        insort(known, distances[-1])
        if day >= REMEMBERED:
            del known[bisect_left(known, distances[day - REMEMBERED])]
