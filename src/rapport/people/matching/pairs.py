"""Which aliases are worth comparing: those that share something rare enough to matter, found without comparing all."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rapport.people.matching.alias import Alias
from rapport.people.matching.alike_handles import differ_by_little
from rapport.people.matching.handles import abridged, made_of
from rapport.people.matching.hosts import domain_of
from rapport.people.matching.likeness import MOST_FOR_A_HOST
from rapport.people.matching.names import also_called
from rapport.people.matching.rarity import FEW, Rarity

MOST = 60
"""Aliases that are all compared with each other where they share one thing; of more, only those that share another."""
FEW_BEGIN_ALIKE = 8
"""Handles with the same six first letters; where there are more, these letters say nothing."""
Pair = tuple[int, int]
"""Places of two aliases in their list, the lower first."""


def pairs(aliases: Sequence[Alias], rarity: Rarity, least: float) -> Iterator[Pair]:
    """Pairs that may reach the score `least`, each once."""
    blocks = _Blocks(aliases, rarity, least)
    seen: set[Pair] = set()
    for pair in blocks.pairs():
        if pair not in seen:
            seen.add(pair)
            yield pair


class _Blocks:
    """Aliases by what they have, and by what they look for in others."""

    def __init__(self, aliases: Sequence[Alias], rarity: Rarity, least: float) -> None:
        self._aliases = aliases
        self._rarity = rarity
        self._least = math.exp(least + math.log(max(len(aliases), 1)) - MOST_FOR_A_HOST)
        """How much oftener than among strangers something must be shared to bring two there, if from one host."""
        self._have: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(aliases):
            for key in dict.fromkeys(self._has(each)):
                self._have[key].append(place)
        self._look_for: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(aliases):
            if each.full:
                for key in dict.fromkeys(self._looks_for(each.words)):
                    self._look_for[key].append(place)

    def _has(self, each: Alias) -> Iterator[str]:
        """What it has that is rare enough to matter. Each kind of key has a mark of its own."""
        rarity = self._rarity
        if each.address and each.address not in rarity.shared:
            yield "@" + each.address
        for account in (*([each.account] if each.account else []), *each.links):
            yield "/" + "/".join(account)
        if each.site:
            yield "//" + each.site
        site = rarity.site(each.host)
        for handle in (*each.handles, *each.spoken, *([site] if site else [])):
            bare = handle.rstrip("0123456789")
            if self._matters(0.3, rarity.handle(handle)):
                yield handle
            if bare != handle and self._matters(0.15, rarity.handle(bare)):
                yield bare
            if len(handle) > 5:
                yield "…" + handle[:6]
        if (domain := domain_of(each.host)) and rarity.on_host(domain) <= FEW:
            yield "." + domain
        elif each.host and rarity.on_host(each.host) <= FEW:
            yield "." + each.host
        if each.full:
            yield from self._names(each.words)
        elif each.words and self._matters(0.5, rarity.handle(each.words[0])):
            yield each.words[0]

    def _names(self, words: tuple[str, ...]) -> Iterator[str]:
        given, family, rarity = words[0], words[-1], self._rarity
        if self._matters(0.6, rarity.whole(words)):
            yield "=" + " ".join(sorted(words))
        if self._matters(0.6, rarity.given(given) * rarity.family(family)):
            yield f"{given} {family}"
            for other in words[1:-1]:
                yield f"{other} {family}"
        if len(given) == 1:
            yield f"{given}. {family}"
        if len(given) > 1 and self._matters(0.04, 25 * rarity.given(given) * rarity.family(family)):
            yield f"{given}~{family[:3]}"
            yield f"{given[:2]}~{family}"

    def _looks_for(self, words: tuple[str, ...]) -> Iterator[str]:
        """What others have who may be of this name."""
        given, family, rarity, have = words[0], words[-1], self._rarity, self._have
        if (turned := f"{family} {given}") in have:
            yield turned
        for called in also_called(given):
            name = f"{called} {family}"
            if name in have and self._matters(0.05, 3 * rarity.given(called) * rarity.family(family)):
                yield name
        short = f"{given[0]}. {family}"
        if short in have and self._matters(0.08, rarity.initial(given[0]) * rarity.family(family)):
            yield short
        for cut in (given + family, given[0] + family, family + given, given + words[1], given[:2] + family):
            if (begun := "…" + cut[:6]) in have:
                yield begun
        for handle, form in made_of(words).items():
            if handle in have and self._matters(form.share, rarity.handle(handle)):
                yield handle

    def _matters(self, share: float, strangers: float) -> bool:
        return share >= self._least * strangers

    def pairs(self) -> Iterator[Pair]:
        for key, held in self._have.items():
            begun = key[0] == "…"
            if len(held) > 1:
                yield from self._like(held) if begun else self._within(held)
            if looking := self._look_for.get(key):
                found = self._between(held, looking)
                yield from (pair for pair in found if self._cut_short(*pair)) if begun else found

    def _cut_short(self, one: int, other: int) -> bool:
        named, called = self._aliases[one], self._aliases[other]
        return any(
            a.full and any(abridged(handle, a.words) for handle in (*b.handles, *b.spoken))
            for a, b in ((named, called), (called, named))
        )

    def _like(self, held: Sequence[int]) -> Iterator[Pair]:
        """Of those whose handles begin alike, those whose handles differ by little."""
        if len(held) <= FEW_BEGIN_ALIKE:
            for one, other in combinations(held, 2):
                mine, theirs = self._aliases[one], self._aliases[other]
                if any(
                    differ_by_little(a, b)
                    for a in (*mine.handles, *mine.spoken)
                    for b in (*theirs.handles, *theirs.spoken)
                ):
                    yield one, other

    def _within(self, held: Sequence[int]) -> Iterable[Pair]:
        if len(held) <= MOST:
            return combinations(held, 2)
        finer: dict[str, list[int]] = defaultdict(list)
        for place in held:
            each = self._aliases[place]
            for key in (*each.handles, *([f"@{each.host}"] if each.host else [])):
                finer[key].append(place)
        return (pair for some in finer.values() if 1 < len(some) <= MOST for pair in combinations(some, 2))

    def _between(self, held: Sequence[int], looking: Sequence[int]) -> Iterable[Pair]:
        if len(held) * len(looking) <= MOST * MOST / 2:
            return ((min(a, b), max(a, b)) for a in held for b in looking if a != b)
        return ()
