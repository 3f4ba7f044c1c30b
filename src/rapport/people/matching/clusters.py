"""Aliases put together into people, the surest first, each group looked at as a whole.

One bad link does not chain strangers: two groups whose names are mostly those of different people stay apart, unless
there is proof.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from rapport.people.matching.alias import Alias
from rapport.people.matching.likeness import CERTAIN, Likeness, like_names, likeness
from rapport.people.matching.pairs import pairs
from rapport.people.matching.rarity import Rarity

LIKELY = 0.6
"""The score from which aliases are put together where the best of both, precision and recall, is wanted."""
COMPARED = 12
"""Names of a group that are looked at."""


class Placed(NamedTuple):
    """Where an alias belongs."""

    person: int
    """The place of the person's first alias in the list."""
    confidence: float
    """Probability that it belongs to the person: of the link by which it came; 1 for the first alias."""
    evidence: tuple[str, ...]


def clusters(aliases: Sequence[Alias], least: float = LIKELY) -> list[Placed]:
    """Each alias's person, in the order given. `least`: the score below which nothing is put together."""
    rarity = Rarity(aliases)
    found = [(likeness(aliases[a], aliases[b], rarity), a, b) for a, b in pairs(aliases, rarity, least)]
    links = sorted(((like, a, b) for like, a, b in found if like.score >= least), key=_surest)
    groups = _Groups(aliases, rarity)
    for like, one, other in links:
        groups.join(one, other, like)
    return groups.placed()


def _surest(link: tuple[Likeness, int, int]) -> tuple[float, int, int]:
    return -link[0].score, link[1], link[2]


def probability(score: float) -> float:
    """Of a score; it is never said to be certain."""
    return 1 / (1 + math.exp(-min(score, CERTAIN)))


class _Groups:
    def __init__(self, aliases: Sequence[Alias], rarity: Rarity) -> None:
        self._aliases = aliases
        self._rarity = rarity
        self._leader = list(range(len(aliases)))
        self._members: dict[int, list[int]] = {}
        self._why: dict[int, Likeness] = {}

    def join(self, one: int, other: int, like: Likeness) -> None:
        first, second = sorted((self._find(one), self._find(other)))
        if first == second or (like.score < CERTAIN and self._at_odds(first, second)):
            return
        self._leader[second] = first
        self._members[first] = self._group(first) + self._group(second)
        self._members.pop(second, None)
        self._why[second] = like

    def placed(self) -> list[Placed]:
        return [self._place(at) for at in range(len(self._aliases))]

    def _place(self, at: int) -> Placed:
        why = self._why.get(at)
        person = self._find(at)
        return Placed(person, probability(why.score) if why else 1.0, why.evidence if why else ())

    def _find(self, at: int) -> int:
        while self._leader[at] != at:
            self._leader[at] = self._leader[self._leader[at]]
            at = self._leader[at]
        return at

    def _group(self, leader: int) -> list[int]:
        return self._members.get(leader, [leader])

    def _at_odds(self, first: int, second: int) -> bool:
        """Whether most names of the one are of other people than those of the other."""
        mine, theirs = self._names(first), self._names(second)
        against = sum(like_names(a, b, self._rarity).weight < 0 for a in mine for b in theirs)
        return 2 * against > len(mine) * len(theirs)

    def _names(self, leader: int) -> list[Alias]:
        """One alias of each full name."""
        names = {self._aliases[at].words: self._aliases[at] for at in self._group(leader) if self._aliases[at].full}
        return list(names.values())[:COMPARED]
