"""Aliases put together into people, the surest first, each group looked at as a whole.

One bad link does not chain strangers: two groups whose names are mostly those of different people stay apart, unless
there is proof.
"""

import math
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy

from rapport.people.bots.names import Says, says
from rapport.people.matching.alias import Alias
from rapport.people.matching.alike_names import HALF_LIKE_NAMES, UNLIKE_NAMES, like_names
from rapport.people.matching.likeness import CERTAIN, Likeness
from rapport.people.matching.links import Links, Scores, no_cycles
from rapport.people.matching.popular import is_byname
from rapport.people.matching.proof import is_machine
from rapport.people.matching.rarity import Rarity
from rapport.people.matching.united import United

RIGHT = 0.93
"""The share of links that shall be right, by their own probabilities: until then also the less likely are taken."""
SURE = 2.0
"""The score from which a link is taken in any case: 88 of 100 are right."""
LIKELY = 0.0
"""The score below which no link is taken, however right the others are: half of such links are wrong."""
COMPARED = 12
"""Names of a group that are looked at."""


class Placed(NamedTuple):
    """Where an alias belongs."""

    person: int
    """The place of the person's first alias in the list."""
    confidence: float
    """Probability that it belongs to the person: of the link by which it came; 1 for the first alias."""
    evidence: tuple[str, ...]


@no_cycles()
def clusters(aliases: Sequence[Alias], right: float = RIGHT) -> list[Placed]:
    """Each alias's person, in the order given: as many links as leave the share `right` of them right."""
    rarity = Rarity(aliases)
    found = Links(aliases, rarity)
    groups = Groups(aliases, rarity)
    for like, one, other in islice(found, _worth_taking(found.scores, right)):
        groups.join(one, other, like)
    return groups.placed()


def _worth_taking(scores: Scores, right: float) -> int:
    """How many of the links, the surest first, can be taken so that so large a share of them is right."""
    chances = 1 / (1 + numpy.exp(-numpy.minimum(scores, CERTAIN)))
    share = numpy.cumsum(chances) / numpy.arange(1, len(scores) + 1)
    good = numpy.flatnonzero((scores >= SURE) | ((share >= right) & (scores >= LIKELY)))
    return int(good[-1]) + 1 if len(good) else 0


def probability(score: float) -> float:
    """Of a score; it is never said to be certain."""
    return 1 / (1 + math.exp(-min(score, CERTAIN)))


def _is_bot(each: Alias) -> bool:
    return says(each.name) is Says.SURE or (each.account is not None and is_machine(each.account.login))


class Groups(United):
    """Who has been put together so far; at first everybody alone."""

    def __init__(self, aliases: Sequence[Alias], rarity: Rarity) -> None:
        super().__init__(len(aliases))
        self._aliases = aliases
        self._rarity = rarity
        self._members: dict[int, list[int]] = {}
        self._why: dict[int, Likeness] = {}

    def join(self, one: int, other: int, like: Likeness) -> None:
        if self.find(one) == self.find(other) or (like.score < CERTAIN and self.at_odds(one, other)):
            return
        if _is_bot(self._aliases[one]) != _is_bot(self._aliases[other]):
            return  # between two people it would make them one
        self._why[self.unite(one, other)] = like

    def unite(self, one: int, other: int) -> int:
        """Put two together, whatever speaks against it; answers with the leader who leads no longer."""
        gone = super().unite(one, other)
        stays = self.find(gone)
        if stays != gone:
            self._members[stays] = self._group(stays) + self._group(gone)
            self._members.pop(gone, None)
        return gone

    def placed(self) -> list[Placed]:
        return [self._place(at) for at in range(len(self._aliases))]

    def _place(self, at: int) -> Placed:
        why = self._why.get(at)
        person = self.find(at)
        return Placed(person, probability(why.score) if why else 1.0, why.evidence if why else ())

    def _group(self, leader: int) -> list[int]:
        return self._members.get(leader, [leader])

    def at_odds(self, one: int, other: int) -> bool:
        """Whether most names of the one's group are of other people than those of the other's, or half of them have
        nothing in common with these."""
        return self.against(one, other) > 0.5 or self.against(one, other, UNLIKE_NAMES) >= 0.5

    def against(self, one: int, other: int, most: float = HALF_LIKE_NAMES) -> float:
        """Of each two names of their groups, the share that are of two people: whose weight is `most` or less."""
        mine, theirs = self._names(self.find(one)), self._names(self.find(other))
        against = sum(like_names(a, b, self._rarity).weight <= most for a in mine for b in theirs)
        return against / max(len(mine) * len(theirs), 1)

    def _names(self, leader: int) -> list[Alias]:
        """One alias of each full name. What somebody calls themselves, as Mad Physicist, says nothing against one."""
        full = (self._aliases[at] for at in self._group(leader) if self._aliases[at].full)
        named = (each for each in full if not is_byname(each.words))
        return list({(each.words, each.generation): each for each in named}.values())[:COMPARED]
