"""What to do about members who may be one person: put together, ask, or nothing. Pure."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from rapport.people.matching.alias import Alias
from rapport.people.matching.alike_names import UNLIKE_NAMES
from rapport.people.matching.clusters import Groups, probability
from rapport.people.matching.likeness import CERTAIN
from rapport.people.matching.links import Links, no_cycles
from rapport.people.matching.rarity import Rarity

AUTOMATIC = 7.0
"""The score from which two are put together without asking: of a million made-up accounts 9,989 of 10,000 such pairs
are one person at least (docs/people.md), where 9,950 are wanted."""
FEW = 100
"""Aliases reckoned to have been seen before the first when nobody is asked: among ten, nothing shows which names and
handles are popular."""
WORTH_ASKING = 0.0
"""The score from which a person of the team is asked: one of two such pairs is one person."""


class Join(NamedTuple):
    """Two members to put together now, after the joins before it."""

    into: int
    other: int
    score: float
    evidence: tuple[str, ...]


class Maybe(NamedTuple):
    """Two aliases, by their places, whose members may be one person; the likeliest two of these members."""

    one: int
    other: int
    score: float
    evidence: tuple[str, ...]
    """Of every pair of aliases of the two, the weightiest first."""


class Decided(NamedTuple):
    joins: list[Join]
    maybe: list[Maybe]
    """The likeliest first."""


class Standing(NamedTuple):
    """What is settled already."""

    members: Sequence[int]
    """Of each alias."""
    bots: Collection[int] = ()
    """Members who are bots: they are never put together with people."""
    by_hand: Collection[int] = ()
    """Members whom a person of the team named or put on a side: these stay when others join them."""
    apart: Iterable[tuple[int, int]] = ()
    """Members who, somebody said, are different people."""


@no_cycles()
def decide(aliases: Sequence[Alias], standing: Standing, least: float = WORTH_ASKING) -> Decided:
    """Of those who may be one, the ones whose score is `least` or more."""
    rarity = Rarity(aliases)
    groups = _Members(aliases, rarity, standing)
    joins: list[Join] = []
    asked: list[Maybe] = []
    automatic = AUTOMATIC + math.log(1 + FEW / max(len(aliases), 1))
    for like, one, other in Links(aliases, rarity):
        if like.score < least:
            break
        if not groups.may_be_one(one, other):
            continue
        against = 0.0 if like.score >= CERTAIN else groups.against(one, other)
        # Who writes from another's address shares their names by half.
        if like.score >= automatic and against < 0.5 and not groups.both_by_hand(one, other):
            joins.append(Join(*groups.put_together(one, other), like.score, like.evidence))
        elif (score := like.score + (UNLIKE_NAMES if against > 0.5 else 0)) >= least:
            asked.append(Maybe(one, other, score, like.evidence))
    return Decided(joins, _once_each(asked, groups))


def _once_each(asked: Iterable[Maybe], groups: "_Members") -> list[Maybe]:
    """One for each two members as they are after the joins."""
    found: dict[tuple[int, int], list[Maybe]] = defaultdict(list)
    for each in sorted(asked, key=lambda maybe: (-maybe.score, maybe.one, maybe.other)):
        if groups.may_be_one(each.one, each.other):
            one, other = sorted((groups.find(each.one), groups.find(each.other)))
            found[one, other].append(each)
    return [
        same[0]._replace(evidence=tuple(dict.fromkeys(words for each in same for words in each.evidence)))
        for same in found.values()
    ]


class _Members(Groups):
    """Groups that begin as the members are."""

    def __init__(self, aliases: Sequence[Alias], rarity: Rarity, standing: Standing) -> None:
        super().__init__(aliases, rarity)
        self._bots, self._by_hand = frozenset(standing.bots), frozenset(standing.by_hand)
        first: dict[int, int] = {}
        for place, member in enumerate(standing.members):
            self.unite(first.setdefault(member, place), place)
        self._member = {self.find(place): member for member, place in first.items()}
        self._against: dict[int, set[int]] = defaultdict(set)
        for one, other in standing.apart:
            if one in first and other in first:
                self._oppose(self.find(first[one]), self.find(first[other]))

    def may_be_one(self, one: int, other: int) -> bool:
        """Whether these are two members, and nothing stands against it that somebody said."""
        a, b = self.find(one), self.find(other)
        unlike = (self._member[a] in self._bots) != (self._member[b] in self._bots)
        return a != b and not unlike and b not in self._against.get(a, ())

    def both_by_hand(self, one: int, other: int) -> bool:
        return all(self._member[self.find(each)] in self._by_hand for each in (one, other))

    def put_together(self, one: int, other: int) -> tuple[int, int]:
        """Put two members together; answers who stays and who joins."""
        a, b = self.find(one), self.find(other)
        into, joining = sorted(
            (self._member[a], self._member[b]), key=lambda member: (member not in self._by_hand, member)
        )
        gone = self.unite(one, other)
        stays = self.find(one)
        self._member.pop(gone)
        self._member[stays] = into
        for third in self._against.pop(gone, set()):
            self._against[third].discard(gone)
            self._oppose(stays, third)
        return into, joining

    def _oppose(self, one: int, other: int) -> None:
        self._against[one].add(other)
        self._against[other].add(one)


def how_likely(score: float) -> str:
    """In words: `about 97 of 100 such pairs are one person`."""
    of_a_hundred = round(100 * probability(score))
    if of_a_hundred > 99 or score >= AUTOMATIC:
        return "more than 99 of 100 such pairs are one person"
    return f"about {of_a_hundred} of 100 such pairs are one person"
