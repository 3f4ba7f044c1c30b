"""Which aliases are worth comparing: those that share something rare enough to matter, found without comparing all."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rapport.people.matching.alias import Alias
from rapport.people.matching.handles import made_of
from rapport.people.matching.likeness import MOST_FOR_A_HOST
from rapport.people.matching.names import also_called
from rapport.people.matching.rarity import Rarity

MOST = 60
"""Aliases that are all compared with each other where they share one thing; of more, only those that share another."""
Pair = tuple[int, int]
"""Places of two aliases in their list, the lower first."""


def pairs(aliases: Sequence[Alias], rarity: Rarity, least: float) -> Iterator[Pair]:
    """Pairs that may reach the score `least`, each once."""
    blocks = _Blocks(aliases, rarity, least)
    for place, each in enumerate(aliases):
        blocks.put(place, each)
    seen: set[Pair] = set()
    for pair in blocks.pairs():
        if pair not in seen:
            seen.add(pair)
            yield pair


class _Blocks:
    """Aliases by what they have, and by what others may have of theirs."""

    def __init__(self, aliases: Sequence[Alias], rarity: Rarity, least: float) -> None:
        self._aliases = aliases
        self._rarity = rarity
        self._least = least + math.log(max(len(aliases), 1)) - MOST_FOR_A_HOST
        """Below this weight what two share brings them nowhere, even from one host."""
        self._has: dict[tuple[str, str], list[int]] = defaultdict(list)

    def put(self, place: int, each: Alias) -> None:
        for key in dict.fromkeys(self._keys(each)):
            self._has[key].append(place)

    def _keys(self, each: Alias) -> Iterator[tuple[str, str]]:
        """What it has, where that is rare enough that it can matter."""
        rarity = self._rarity
        if each.address and each.address not in rarity.shared:
            yield "address", each.address
        if each.account:
            yield "account", "/".join(each.account)
        for link in each.links:
            yield "account", "/".join(link)
        if each.site:
            yield "site", each.site
        site = rarity.site(each)
        for handle in (*each.handles, *([site] if site else [])):
            yield "handle", handle
            yield "handle", handle.rstrip("0123456789")
            if len(handle) > 5:
                yield "begins", handle[:6]
        if each.host and rarity.on_host(each.host) <= 4:
            yield "host", each.host
        if each.full:
            yield from self._names(each.words)
        elif each.words:
            yield "handle", each.words[0]

    def _names(self, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        given, family, rarity = words[0], words[-1], self._rarity
        if self._matters(0.6 / rarity.whole(words)):
            yield "name", " ".join(sorted(words))
            if self._matters(0.6 / (rarity.given(given) * rarity.family(family))):
                yield "ends", f"{given} {family}"
                yield "ends", f"{family} {given}"
        for called in also_called(given):
            if self._matters(0.05 / (3 * rarity.given(called) * rarity.family(family))):
                yield "short", f"{called} {family}"
        if self._matters(0.08 / (rarity.initial(given[0]) * rarity.family(family))):
            yield "initial", f"{given[0]} {family}"
        for word in words:
            if len(word) > 2 and self._matters(0.6 / (rarity.word(word) * rarity.word(""))):
                yield "word", word
        if self._matters(0.04 / (25 * rarity.given(given) * rarity.family(""))):
            yield "typed", f"{given} {family[:3]}"
        if self._matters(0.04 / (25 * rarity.given("") * rarity.family(family))):
            yield "typed", f"{family} {given[:2]}"
        yield "begins", (given + family)[:6]
        yield "begins", (given[0] + family)[:6]
        for handle, form in made_of(words).items():
            if self._matters(form.share / rarity.handle(handle)):
                yield "handle", handle

    def _matters(self, times: float) -> bool:
        return math.log(times) >= self._least

    def pairs(self) -> Iterator[Pair]:
        for held in self._has.values():
            if len(held) > 1:
                yield from self._within(held)

    def _within(self, held: Sequence[int]) -> Iterable[Pair]:
        if len(held) <= MOST:
            return combinations(held, 2)
        finer: dict[str, list[int]] = defaultdict(list)
        for place in held:
            each = self._aliases[place]
            for key in (*each.handles, *([f"@{each.host}"] if each.host else [])):
                finer[key].append(place)
        return (pair for some in finer.values() if 1 < len(some) <= MOST for pair in combinations(some, 2))
