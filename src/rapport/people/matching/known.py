"""What is quickly known of each alias, as columns of numbers: enough to say how likely two can be at most."""

import math
from collections.abc import Hashable, Iterable, Sequence

import numpy

from rapport.people.matching.alias import Alias
from rapport.people.matching.distinct import Names
from rapport.people.matching.keys import HANDLE, Floats, Ints, Keys, Truths, first_of_each, handles_of
from rapport.people.matching.likeness import MANY_ON_A_HOST, MOST_FOR_A_HOST, SAME_AGAIN, TWO_ON_ONE_PLATFORM
from rapport.people.matching.rarity import RAREST, Rarity
from rapport.people.matching.side_by_side import side_by_side

NOBODY = 1e-30
HANDLES = 3
"""Of each alias that are looked at."""
GIVEN, FAMILY, INITIAL, WHOLE, TOGETHER = range(5)
_SAME_NAME, _SAME_WORD, _SAME_HANDLE, _INITIAL, _SHORT = numpy.log([0.6, 0.5, 0.3, 0.08, 0.05 / 3], dtype=numpy.float32)
"""At most so often one person's aliases share it; as weighed in `alike_names.py` and `alike_handles.py`."""
_NEVER = math.log(RAREST)


class Known:
    """Shares among strangers are logarithms."""

    def __init__(self, aliases: Sequence[Alias], names: Names, rarity: Rarity) -> None:
        self._of_names(names, rarity)
        called = [(*each.handles, *each.spoken, *(None,) * HANDLES)[:HANDLES] for each in aliases]
        self._handles = [_hashes(column) for column in zip(*called, strict=True)]
        self._platform = _hashes(each.account.platform if each.account else None for each in aliases)
        self._host = _hashes(each.host if _tells(each.host, rarity) else None for each in aliases)

    def _of_names(self, names: Names, rarity: Rarity) -> None:
        named, of_each = names.aliases, names.numbers

        def rare(start: int, end: int) -> list[Floats]:
            found = [_rare(each, rarity) for each in named[start:end]]
            return [numpy.log(found, dtype=numpy.float32).reshape(-1, 5)]

        [rare_names] = side_by_side(rare, len(named))
        self.rare: Floats = rare_names[of_each]
        """Of the given name, the family name, the initial, the whole name, and times by which given and family name
        come together oftener than chance; NOBODY's for no full name."""
        self._name = _hashes(each.words if each.full else None for each in named)[of_each]
        self._first = _hashes(each.words[0] if each.words else None for each in named)[of_each]
        self._family = _hashes(each.words[-1] if each.full else None for each in named)[of_each]
        self._letter = _hashes(each.words[0][0] if each.words else None for each in named)[of_each]
        given_letter = (each.full and len(each.words[0]) == 1 for each in named)
        self._given_letter = numpy.fromiter(given_letter, numpy.bool_)[of_each]
        self._one_word = numpy.fromiter((len(each.words) == 1 for each in named), numpy.bool_)[of_each]

    def at_most(
        self, one: Ints, other: Ints, rare: "RareHandles", name: Floats, handle: Floats, beside: bool
    ) -> tuple[Floats, Floats]:
        """The score that two can have at most, but for the number of people; and without what their names are worth.

        `name`, `handle`: what these may be worth in other ways than by being the same, the latter beside a handle in
        common or only instead of one.
        """
        same = self._same_handle(one, other, rare)
        name = self._names(one, other, rare, name)
        places = MOST_FOR_A_HOST * _both(self._host, one, other) + TWO_ON_ONE_PLATFORM * _both(
            self._platform, one, other
        )
        again = numpy.maximum(same if beside else numpy.where(same > 0, same, handle), SAME_AGAIN)
        both = handle + same if beside else numpy.float32(0)
        return numpy.maximum(name + again, both) + places, numpy.maximum(again, both) + places

    def _same_handle(self, one: Ints, other: Ints, rare: "RareHandles") -> Floats:
        best: Floats = numpy.zeros(len(one), numpy.float32)
        theirs = [column[other] for column in self._handles]
        for column in self._handles:
            mine = column[one]
            for their in theirs:
                [same] = numpy.nonzero((mine == their) & (mine != 0))
                best[same] = numpy.maximum(best[same], _SAME_HANDLE - rare.of(mine[same]))
        return best

    def _names(self, one: Ints, other: Ints, rare: "RareHandles", otherwise: Floats) -> Floats:
        """What the names are worth at most: `otherwise`, if they are not the same."""
        best = otherwise.copy()
        [word] = numpy.nonzero(_both(self._first, one, other) & (self._one_word[one] | self._one_word[other]))
        best[word] = numpy.maximum(best[word], _SAME_WORD - rare.of(self._first[one[word]]))
        [family] = numpy.nonzero(_both(self._family, one, other))
        best[family] = numpy.maximum(best[family], self._same_family(one[family], other[family]))
        [same] = numpy.nonzero(_both(self._name, one, other))
        best[same] = _SAME_NAME - self.rare[one[same], WHOLE]
        return best

    def _same_family(self, one: Ints, other: Ints) -> Floats:
        """Of two with the same family name, by their given names."""
        given = numpy.maximum(self.rare[one, GIVEN], self.rare[other, GIVEN])
        initial = self._letter[one] == self._letter[other]
        alone = self._given_letter[one] | self._given_letter[other]
        family = self.rare[one, FAMILY]
        worth = [_SAME_NAME - given - self.rare[one, TOGETHER], _INITIAL - self.rare[one, INITIAL], _SHORT - given]
        cases = [self._first[one] == self._first[other], initial & alone, initial]
        best: Floats = numpy.select(cases, worth, family) - family
        return best


class RareHandles:
    """How rare the handles are that more than one has, or that somebody looks for; of keys in order."""

    def __init__(self, shared: Keys, aliases: Sequence[Alias], rarity: Rarity) -> None:
        shared = shared.where(shared.kinds == HANDLE)
        first = first_of_each(shared.hashes)
        self._hashes, places = shared.hashes[first], shared.places[first]

        def rare(start: int, end: int) -> list[Floats]:
            some = zip(self._hashes[start:end], places[start:end], strict=True)
            shares = (_rarity(aliases[place], key, rarity) for key, place in some)
            return [numpy.fromiter(shares, numpy.float32, end - start)]

        self._rare = numpy.log(*side_by_side(rare, len(places)))

    def of(self, hashes: Ints) -> Floats:
        """Logarithms; the least of all for what is not among them."""
        if not len(self._hashes):
            return numpy.full(len(hashes), _NEVER, numpy.float32)
        at = numpy.minimum(numpy.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        rare: Floats = numpy.where(self._hashes[at] == hashes, self._rare[at], numpy.float32(_NEVER))
        return rare


def _rarity(each: Alias, key: int, rarity: Rarity) -> float:
    return next(rarity.handle(handle) for handle in handles_of(each, rarity) if hash(handle) == key)


def _rare(each: Alias, rarity: Rarity) -> tuple[float, float, float, float, float]:
    if not each.full:
        return NOBODY, NOBODY, NOBODY, NOBODY, 1.0
    given, family = each.words[0], each.words[-1]
    return (
        rarity.given(given, names=2),
        rarity.family(family, names=2),
        rarity.initial(given[0]),
        rarity.whole(each.words),
        rarity.together(given, family),
    )


def _tells(host: str, rarity: Rarity) -> bool:
    return "." in host and rarity.on_host(host) <= MANY_ON_A_HOST


def _hashes(values: Iterable[Hashable | None]) -> Ints:
    return numpy.fromiter((0 if value is None else hash(value) for value in values), numpy.int64)


def _both(column: Ints, one: Ints, other: Ints) -> Truths:
    """Where two have the same, and not nothing."""
    mine = column[one]
    same: Truths = (mine == column[other]) & (mine != 0)
    return same
