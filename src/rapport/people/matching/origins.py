"""How much oftener a given and a family name come together than chance lets expect: names of one country do.

Countries are not told, they are found: a few classes, of each of which a given and a family name are drawn
independently (Hofmann, "Probabilistic Latent Semantic Analysis", 1999), by expectation maximisation over the names at
hand. A class gets a share of each given name, each first letter and each family name.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy
from numpy.typing import NDArray

CLASSES = 16
ROUNDS, ROUNDS_OF_PEOPLE = 30, 8
ENOUGH = 60_000
"""Names from which the classes are learnt; of more, one of two, of three, …"""
UNTOLD = 2.0
"""Names reckoned to have been seen with each word before the first, of all classes alike: few tell little."""
_AT_ONCE = 1 << 16
Floats = NDArray[numpy.float32]
Doubles = NDArray[numpy.float64]
Ints = NDArray[numpy.int64]


class Origins:
    """Of distinct full names, as given and family name, and how many aliases have each."""

    def __init__(self, names: Sequence[tuple[str, str]], aliases: Sequence[int]) -> None:
        self._of_given, given = _numbered([given for given, _ in names])
        self._of_family, family = _numbered([family for _, family in names])
        self._of_letter, letter = _numbered([given[0] for given, _ in names])
        marks = numpy.fromiter((crc32(" ".join(name).encode()) for name in names), numpy.int64, len(names))
        [some] = numpy.nonzero(marks // CLASSES % (1 + len(names) // ENOUGH) == 0)
        parts = numpy.ones((len(some), CLASSES), numpy.float32)
        parts[numpy.arange(len(some)), marks[some] % CLASSES] += 1
        parts /= parts.sum(axis=1, keepdims=True)
        for _ in range(ROUNDS):
            self._learn(parts, given[some], family[some])
            parts = self._parts(given[some], family[some])
        self._learn(parts, given[some], family[some])
        parts = self._parts(given, family)
        self._learn(parts, given, family)
        self._letters = _seen(parts, letter, len(self._of_letter))
        times = numpy.empty(len(given))
        for at in range(0, len(given), _AT_ONCE):
            part = slice(at, at + _AT_ONCE)
            times[part] = self._together(self._given[given[part]], self._family[family[part]])
        self._times = dict(zip(names, numpy.maximum(times, 1).tolist(), strict=True))
        people = _people(given, family, times, numpy.array(aliases, numpy.float64))
        self.people = dict(zip(names, people.tolist(), strict=True))
        """About how many people have each name."""

    def _learn(self, parts: Floats, given: Ints, family: Ints) -> None:
        classes = parts.sum(axis=0) + 1
        self._classes: Floats = classes / classes.sum()
        self._given = _seen(parts, given, len(self._of_given))
        self._family = _seen(parts, family, len(self._of_family))

    def _parts(self, given: Ints, family: Ints) -> Floats:
        """Of which class each name is."""
        both: Floats = self._told(self._given)[given] * self._told(self._family)[family] / self._classes
        both /= both.sum(axis=1, keepdims=True)
        return both

    def together(self, given: str, family: str) -> float:
        """Times by which the two come together oftener than chance, by others than one who has both; a single letter
        is a given name's first."""
        known = self._times.get((given, family))
        if known is None:
            known = self._times[given, family] = self._reckon(given, family)
        return known

    def _reckon(self, given: str, family: str) -> float:
        column, rows = (self._letters, self._of_letter) if len(given) == 1 else (self._given, self._of_given)
        mine, theirs = rows.get(given), self._of_family.get(family)
        if mine is None or theirs is None:
            return 1.0
        return max(float(self._together(column[mine], self._family[theirs])), 1.0)

    def _together(self, given: Floats, family: Floats) -> Floats:
        """Of how often each class's names have the words."""
        own = self._told(given) * self._told(family) / self._classes
        own /= own.sum(axis=-1, keepdims=True)
        without = self._told(numpy.maximum(given - own, 0)) * self._told(numpy.maximum(family - own, 0))
        times: Floats = (without / self._classes).sum(axis=-1)
        return times

    def _told(self, seen: Floats) -> Floats:
        shares: Floats = seen + UNTOLD * self._classes
        shares /= shares.sum(axis=-1, keepdims=True)
        return shares


def _people(given: Ints, family: Ints, times: Doubles, aliases: Doubles) -> Doubles:
    """One at least of each name that is seen, and as many more as its parts let expect: m / (1 - e⁻ᵐ) of m."""
    people = numpy.ones(len(given))
    for _ in range(ROUNDS_OF_PEOPLE):
        of_given, of_family = numpy.bincount(given, people), numpy.bincount(family, people)
        expected = (of_given[given] - people) * (of_family[family] - people) * times / max(people.sum(), 1)
        expected = numpy.maximum(expected, 1e-6)
        people = numpy.minimum(numpy.maximum(expected / -numpy.expm1(-expected), 1), aliases)
    return people


def _numbered(words: Sequence[str]) -> tuple[dict[str, int], Ints]:
    numbers: dict[str, int] = {}
    column = numpy.fromiter((numbers.setdefault(word, len(numbers)) for word in words), numpy.int64, len(words))
    return numbers, column


def _seen(parts: Floats, words: Ints, many: int) -> Floats:
    """How many names of each class have each word."""
    return numpy.stack([numpy.bincount(words, column, many) for column in parts.T], axis=1).astype(numpy.float32)
