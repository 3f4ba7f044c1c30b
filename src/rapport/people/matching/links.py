"""Pairs that may be one person, weighed and in order."""

import gc
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from rapport.people.matching.alias import Alias
from rapport.people.matching.likeness import CERTAIN, Likeness, likeness
from rapport.people.matching.pairs import pairs
from rapport.people.matching.rarity import Rarity
from rapport.people.matching.side_by_side import side_by_side

LEAST = 0.0
"""The score below which a pair is not looked at: fewer than half are one person."""
BEFORE, USUAL = 100, 0.5
"""Aliases reckoned to have been seen before the first, and how many others of one's own each of them had."""
MOST_DOUBLES = 3.0
"""Other aliases of one's own that a person of the data has at most, on average."""
Scores = NDArray[numpy.float64]


class Match(NamedTuple):
    """Two aliases, by their places in the list, and how likely they are one person."""

    like: Likeness
    one: int
    other: int


class Links:
    """The pairs that may be one person, the surest first.

    Kept are numbers alone: the evidence is worked out again for those that somebody walks through, which are few.
    """

    def __init__(self, aliases: Sequence[Alias], rarity: Rarity) -> None:
        self._aliases, self._rarity = aliases, rarity
        least = LEAST - math.log(MOST_DOUBLES)
        found = pairs(aliases, rarity, least)
        places = numpy.array([found.ones, found.others], numpy.int32)

        def score(start: int, end: int) -> list[Scores]:
            some = zip(*(column[start:end].tolist() for column in found), strict=True)
            scored = (likeness(aliases[one], aliases[other], rarity, spare).score for one, other, spare in some)
            return [numpy.fromiter(scored, numpy.float64, end - start)]

        [scores] = side_by_side(score, len(found.ones))
        places, scores = places[:, scores >= least], scores[scores >= least]
        self._shift = math.log(_doubles(scores, len(aliases)))
        scores = numpy.where(scores >= CERTAIN, scores, scores + self._shift)
        order = numpy.lexsort((places[1], places[0], -scores))
        self.scores: Scores = scores[order]
        self._places = places[:, order].T
        """Of each link's two."""

    def __len__(self) -> int:
        return len(self.scores)

    def __iter__(self) -> Iterator[Match]:
        for both in self._places:
            one, other = both.tolist()
            like = likeness(self._aliases[one], self._aliases[other], self._rarity)
            yield Match(like.shifted(self._shift), one, other)


@contextmanager
def no_cycles() -> Iterator[None]:
    """Aliases, and what is reckoned of them, never refer back to themselves: looking for that took a third of the
    time. Also a decorator."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _doubles(scores: Scores, aliases: int) -> float:
    """How many other aliases an alias has on average, by expectation maximisation over the pairs' scores.

    The scores are those of a population where it is one. On the projects of docs/people.md it finds 0.5 to 1.9 where
    the truth is 0.5 to 2.2.
    """
    odds = numpy.exp(numpy.minimum(scores, CERTAIN))
    doubles = 1.0
    for _ in range(30):
        found = float(2 * (doubles * odds / (1 + doubles * odds)).sum())
        doubles = min((found + BEFORE * USUAL) / (aliases + BEFORE), MOST_DOUBLES)
    return doubles
