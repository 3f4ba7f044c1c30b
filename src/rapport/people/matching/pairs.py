"""Which aliases are worth comparing: those that share something rare enough to matter, found without comparing all.

Keys are columns (`keys.py`), sorted so that those who share one stand together. Of each two of them the most is
reckoned that their likeness can come to (`known.py`); only who may reach the wanted score is compared.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from rapport.people.matching import keys
from rapport.people.matching.alias import Alias
from rapport.people.matching.alike_handles import differ_by_little
from rapport.people.matching.distinct import names_of
from rapport.people.matching.handles import abridged
from rapport.people.matching.keys import (
    BEGINNING,
    BEGUN,
    HANDLE,
    INITIAL,
    MADE,
    OF_NAMES,
    PART,
    PROOF,
    WHOLE,
    Floats,
    Ints,
    Keys,
    Truths,
    among,
    first_of_each,
    in_order,
)
from rapport.people.matching.known import Known, RareHandles
from rapport.people.matching.likeness import MOST_FOR_A_HOST
from rapport.people.matching.rarity import Rarity

NEVER = -99.0
MOST = 60
"""Aliases that are all compared with each other where they share one thing; of more, only those that share another."""
AT_ONCE = 1 << 18
"""Rows that are looked at together."""
FEW_BEGIN_ALIKE = 8
"""Handles with the same six first letters; where there are more, these letters say nothing."""


class Pairs(NamedTuple):
    """Columns of one length: the places of two aliases in their list, the lower first."""

    ones: Ints
    others: Ints
    spare: Floats
    """By how much the score may be above the wanted one if their names are worth nothing: names that speak against it
    by more put an end to it."""


_Found = tuple[Ints, Floats]
"""Pairs, each as one number: the first's place times 2³², and the second's; and what each has to spare."""


_NONE: _Found = numpy.empty(0, numpy.int64), numpy.empty(0, numpy.float32)


def pairs(aliases: Sequence[Alias], rarity: Rarity, least: float) -> Pairs:
    """Those that may reach the score `least`, each once, in order."""
    found, spare = map(numpy.concatenate, zip(_NONE, *_Blocks(aliases, rarity, least).pairs(), strict=True))
    order = numpy.argsort(found, kind="stable")
    found, spare = found[order], spare[order]
    [first] = numpy.nonzero(first_of_each(found))
    found, spare = found[first], numpy.maximum.reduceat(spare, first) if len(first) else spare
    return Pairs(found >> 32, found & 0xFFFFFFFF, spare)


class _Blocks:
    """Those who share a key, or look for one that others have."""

    def __init__(self, aliases: Sequence[Alias], rarity: Rarity, least: float) -> None:
        self._aliases = aliases
        self._least = least + math.log(max(len(aliases), 1))
        names = names_of(aliases)
        self._known = Known(aliases, names, rarity)
        have = in_order(keys.had(aliases, names, rarity))
        look = in_order(keys.looked_for(names, have.hashes))
        shared = (_sizes(have.hashes) > 1) | among(have.hashes, look.hashes)
        have = have.where(shared)
        self._rare = RareHandles(have, aliases, rarity)
        self._have, self._have_rare = self._that_matter(have)
        self._look, self._look_rare = self._that_matter(look)

    def _that_matter(self, found: Keys) -> tuple[Keys, Floats]:
        """Those keys that may bring two there if they are from one host, and how rare each is."""
        rare = self._how_rare(found)
        matter = numpy.flatnonzero(found.shares - rare >= self._least - MOST_FOR_A_HOST)
        return found.where(matter), rare[matter]

    def _how_rare(self, found: Keys) -> Floats:
        """Logarithms of how many strangers share each key."""
        given, family, initial, whole, together = self._known.rare[found.places].T
        kind = found.kinds
        handle = numpy.zeros(len(kind), numpy.float32)
        of_handles = (kind == HANDLE) | (kind == MADE)
        handle[of_handles] = self._rare.of(found.hashes[of_handles])
        rare: Floats = numpy.select(
            [
                (kind == PROOF) | (kind == BEGINNING) | (kind == PART),
                kind == HANDLE,
                kind == MADE,
                kind == WHOLE,
                (kind == BEGUN) | (kind == INITIAL),
            ],
            [numpy.float32(NEVER), handle, numpy.maximum(handle, found.shares + whole), whole, initial + family],
            given + family + together,
        )
        return rare

    def pairs(self) -> Iterator[_Found]:
        """Those worth comparing. Some come twice."""
        [rows] = numpy.nonzero(self._have.kinds != BEGINNING)
        yield from self._within(self._have.hashes[rows], rows)
        yield from self._within(*self._finer(rows))
        yield from self._between()
        yield self._like()

    def _within(self, hashes: Ints, rows: Ints) -> Iterator[_Found]:
        """Each two rows of `_have` that have one hash; the hashes are in order."""
        for one, other in _each_two(hashes, rows, MOST):
            yield self._worth(one, other, self._have, self._have_rare)

    def _like(self) -> _Found:
        """Of those whose handles begin alike, those whose handles differ by little."""
        [rows] = numpy.nonzero(self._have.kinds == BEGINNING)
        found = []
        for ones, others in _each_two(self._have.hashes[rows], rows, FEW_BEGIN_ALIKE):
            for one, other in zip(self._have.places[ones].tolist(), self._have.places[others].tolist(), strict=True):
                mine, theirs = self._aliases[one], self._aliases[other]
                if one != other and any(
                    differ_by_little(a, b)
                    for a in (*mine.handles, *mine.spoken)
                    for b in (*theirs.handles, *theirs.spoken)
                ):
                    found.append(min(one, other) << 32 | max(one, other))
        return numpy.array(found, numpy.int64), numpy.full(len(found), numpy.inf, numpy.float32)

    def _finer(self, among: Ints) -> tuple[Ints, Ints]:
        """New hashes, in order, and rows of those too many who share a key: by that and a handle or a host."""
        hashes, rows = [], []
        for row in among[_sizes(self._have.hashes[among]) > MOST].tolist():
            each, key = self._aliases[self._have.places[row]], int(self._have.hashes[row])
            for more in (*each.handles, *([f"@{each.host}"] if each.host else [])):
                hashes.append(hash((key, more)))
                rows.append(row)
        order = numpy.argsort(numpy.array(hashes, numpy.int64), kind="stable")
        return numpy.array(hashes, numpy.int64)[order], numpy.array(rows, numpy.int64)[order]

    def _between(self) -> Iterator[_Found]:
        """Each that has a key with each that looks for it, if there are not too many of them."""
        first = numpy.searchsorted(self._have.hashes, self._look.hashes)
        there = numpy.searchsorted(self._have.hashes, self._look.hashes, side="right") - first
        most = numpy.where(self._look.kinds == BEGUN, FEW_BEGIN_ALIKE * FEW_BEGIN_ALIKE, MOST * MOST / 2)
        few = there * _sizes(self._look.hashes) <= most
        for look in _batched(numpy.flatnonzero(few & (there > 0))):
            many = there[look]
            looking = numpy.repeat(look, many)
            within = numpy.arange(len(looking)) - numpy.repeat(numpy.cumsum(many) - many, many)
            yield self._worth(first[looking] + within, looking, self._look, self._look_rare)

    def _worth(self, having: Ints, rows: Ints, theirs: Keys, their_rare: Floats) -> _Found:
        """Of rows of `_have` and of `theirs`, which is `_have` again or `_look`: who may reach the score wanted."""
        shares = numpy.minimum(self._have.shares[having], theirs.shares[rows])
        worth = shares - numpy.maximum(self._have_rare[having], their_rare[rows])
        one, other = self._have.places[having].astype(numpy.int64), theirs.places[rows].astype(numpy.int64)
        kinds = theirs.kinds[rows]
        of_name = (kinds >= OF_NAMES) | (kinds == PROOF)
        most, unnamed = self._known.at_most(
            one,
            other,
            self._rare,
            name=numpy.where(of_name, worth, 0),
            handle=numpy.where(of_name, 0, worth),
            beside=theirs is not self._have,
        )
        good = ((most >= self._least) | (kinds == PROOF)) & (one != other)
        good[good] = self._cut_short(kinds[good], one[good], other[good])
        one, other = one[good], other[good]
        spare = numpy.where(kinds == PROOF, numpy.float32(numpy.inf), unnamed - self._least)[good]
        return numpy.minimum(one, other) << 32 | numpy.maximum(one, other), spare

    def _cut_short(self, kinds: NDArray[numpy.int8], having: Ints, looking: Ints) -> Truths:
        """False for those who only begin like the name and are not the name cut short."""
        good: Truths = kinds != BEGUN
        for at in numpy.flatnonzero(~good).tolist():
            each, words = self._aliases[having[at]], self._aliases[looking[at]].words
            good[at] = any(abridged(handle, words) for handle in (*each.handles, *each.spoken))
        return good


def _sizes(hashes: Ints) -> Ints:
    """How many have each, of hashes in order."""
    [starts] = numpy.nonzero(first_of_each(hashes))
    sizes: Ints = numpy.append(starts[1:], len(hashes)) - starts
    return numpy.repeat(sizes, sizes)


def _each_two(hashes: Ints, rows: Ints, most: int) -> Iterator[tuple[Ints, Ints]]:
    """Each two rows that have one hash, of which there are at most so many; the hashes are in order."""
    few = _sizes(hashes) <= most
    hashes, rows = hashes[few], rows[few]
    for apart in range(1, most):
        [at] = numpy.nonzero(hashes[apart:] == hashes[:-apart])
        for some in _batched(at):
            yield rows[some], rows[some + apart]


def _batched(rows: Ints) -> Iterator[Ints]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
