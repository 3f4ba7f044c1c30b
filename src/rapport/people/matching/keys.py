"""What an alias has that others may share, and what it looks for in others, as columns of numbers.

A row is a key: a hash of what is shared. The texts are kept nowhere: a million accounts have twenty million, and few
of them are shared at all. Two that differ and have one hash cost a comparison, nothing else.
"""

from array import array
from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from rapport.people.matching.alias import Alias
from rapport.people.matching.distinct import Names
from rapport.people.matching.handles import made_of
from rapport.people.matching.hosts import domain_of
from rapport.people.matching.names import also_called, sound
from rapport.people.matching.pictures import digests_of
from rapport.people.matching.rarity import FEW, Rarity
from rapport.people.matching.side_by_side import Columns, side_by_side

Floats = NDArray[numpy.float32]
Ints = NDArray[numpy.int64]
Truths = NDArray[numpy.bool_]
LETTERS = 6
"""In which a handle and the name of which it may be cut short begin alike."""
AT_ONCE = 20_000
"""Aliases whose keys are gathered before those that nobody has are thrown away."""

# What is shared. By it goes how often strangers share it.
PROOF, HANDLE, BEGINNING, BEGUN, MADE, WHOLE, TWO, INITIAL, PART = range(9)
OF_NAMES = WHOLE
"""The first of the kinds that are about names."""


class _Sort(NamedTuple):
    """Of keys: the kind, and at most so often one person's aliases share such a key, as `alike_names.py` and
    `alike_handles.py` weigh it."""

    kind: int
    share: float


_ALWAYS = 1e30
_SORTS = [
    _Sort(PROOF, _ALWAYS),
    _Sort(HANDLE, 0.8),
    _Sort(HANDLE, 0.075),
    _Sort(HANDLE, 0.5),
    _Sort(BEGINNING, _ALWAYS),
    _Sort(BEGUN, 0.2),
    _Sort(WHOLE, 0.6),
    _Sort(WHOLE, 0.1),
    _Sort(WHOLE, 0.025),
    _Sort(TWO, 0.6),
    _Sort(TWO, 0.05 / 3),
    _Sort(TWO, 0.04 / 25),
    _Sort(INITIAL, 0.08),
    _Sort(PART, _ALWAYS),
    *(_Sort(MADE, percent / 100) for percent in range(100)),
]
_PROOF, _HANDLE, _BARE, _CALLED, _BEGINNING, _BEGUN = range(6)
_WHOLE, _TURNED, _SOUND, _TWO, _SHORT, _MISTYPED, _INITIAL, _PART = range(6, 14)
_MADE = 14
"""And above: of a form that so many of a hundred choose."""
_KINDS = numpy.array([each.kind for each in _SORTS], numpy.int8)
_SHARES = numpy.log(numpy.array([max(each.share, 1e-3) for each in _SORTS], numpy.float32))


class Keys(NamedTuple):
    """Columns of one length."""

    hashes: Ints
    places: NDArray[numpy.int32]
    sorts: NDArray[numpy.int8]

    def where(self, rows: NDArray[numpy.generic]) -> "Keys":
        """Some of the rows, or all in another order."""
        return Keys(*(column[rows] for column in self))

    @property
    def kinds(self) -> NDArray[numpy.int8]:
        return _KINDS[self.sorts]

    @property
    def shares(self) -> Floats:
        """At most so often two aliases of one person share such a key: logarithms."""
        return _SHARES[self.sorts]


class _Gathered:
    def __init__(self, first: int) -> None:
        self._hashes, self._sorts, self._ends = array("q"), array("b"), array("q", [0])
        self._first = first
        self._hash, self._sort = self._hashes.append, self._sorts.append

    def add(self, sort: int, text: str) -> None:
        self._hash(hash(text))
        self._sort(sort)

    def add_all(self, sorts: Iterable[int], texts: Iterable[str]) -> None:
        self._hashes.extend(map(hash, texts))
        self._sorts.extend(sorts)

    def end(self) -> None:
        """What comes now is the next alias's."""
        self._ends.append(len(self._hashes))

    def keys(self) -> Keys:
        ends: Ints = numpy.frombuffer(self._ends, numpy.int64)
        many = ends[1:] - ends[:-1]
        places = numpy.arange(self._first, self._first + len(many), dtype=numpy.int32)
        return Keys(
            numpy.frombuffer(self._hashes, numpy.int64),
            numpy.repeat(places, many),
            numpy.frombuffer(self._sorts, numpy.int8),
        )


def had(aliases: Sequence[Alias], names: Names, rarity: Rarity) -> Keys:
    """What each has."""
    own = side_by_side(lambda start, end: _had(aliases, start, end, rarity), len(aliases))
    named = side_by_side(lambda start, end: _had_by_name(names.aliases, start, end), len(names.aliases))
    of_names: Columns = _of_each(Keys(*named), names)
    return Keys(*(numpy.concatenate(both) for both in zip(own, of_names, strict=True)))


def _had(aliases: Sequence[Alias], start: int, end: int, rarity: Rarity) -> Keys:
    found = _Gathered(start)
    for at in range(start, end):
        each = aliases[at]
        if each.address and each.address not in rarity.shared:
            found.add(_PROOF, "@" + each.address)
            if rarity.pictures:
                for digest in digests_of(each.address) & rarity.pictures:
                    found.add(_PROOF, "#" + digest)
        if each.picture:
            found.add(_PROOF, "#" + each.picture)
        if each.account:
            found.add(_PROOF, "/" + "/".join(each.account))
        for account in (*each.owns, *each.links):
            found.add(_PROOF, "/" + "/".join(account))
        if each.site:
            found.add(_PROOF, "//" + each.site)
        if each.host and (host := _small(each.host, rarity)):
            found.add(_PROOF, "." + host)
        for handle, sort in handles_of(each, rarity).items():
            found.add(sort, handle)
            if len(handle) >= LETTERS and sort == _HANDLE:
                found.add(_BEGINNING, "…" + handle[:LETTERS])
        found.end()
    return found.keys()


def _had_by_name(named: Sequence[Alias], start: int, end: int) -> Keys:
    """By the places of the names."""
    found = _Gathered(start)
    for each in named[start:end]:
        if each.full:
            _names(found, each.words)
        found.end()
    return found.keys()


def _small(host: str, rarity: Rarity) -> str:
    """The domain or the host, if few write from there."""
    return next((each for each in (domain_of(host), host) if each and rarity.on_host(each) <= FEW), "")


def handles_of(each: Alias, rarity: Rarity) -> dict[str, int]:
    """All that may be another's handle."""
    handles = dict.fromkeys((*each.handles, *each.spoken), _HANDLE)
    if each.host and (site := rarity.site(each.host)):
        handles[site] = _HANDLE
    for handle in tuple(handles):
        if handle[-1] <= "9":
            handles.setdefault(handle.rstrip("0123456789"), _BARE)
    if len(each.words) == 1:
        handles.setdefault(each.words[0], _CALLED)
    return handles


def _names(found: _Gathered, words: tuple[str, ...]) -> None:
    given, family = words[0], words[-1]
    found.add_all((_WHOLE, _TWO), ("=" + " ".join(sorted(words)), f"{given} {family}"))
    for other in words[1:-1]:
        if len(other) > 1:
            found.add(_PART, f"{other} {family}")
    if len(given) == 1:
        found.add(_INITIAL, f"{given}. {family}")
        return
    if len(family) == 1:
        found.add(_INITIAL, f"{family}. {given}")
    found.add_all((_MISTYPED, _SHORT), (f"{given}~{family[:3]}", f"{given[:2]}~{family}"))
    heard = [sound(word) for word in words]
    if heard != [*words]:
        found.add(_SOUND, "=" + " ".join(sorted(heard)))


def looked_for(names: Names, there: Ints) -> Keys:
    """What others have who may be of each name; of it what somebody has, by the hashes `there`, in order."""
    some = _Some(there)
    found = Keys(
        *side_by_side(lambda start, end: _some_looked_for(names.aliases, start, end, some), len(names.aliases))
    )
    return _of_each(found.where(among(found.hashes, there)), names)


def _some_looked_for(named: Sequence[Alias], start: int, end: int, some: "_Some") -> Keys:
    starts = range(start, max(end, start + 1), AT_ONCE)
    parts = [_looked_for(named, first, min(first + AT_ONCE, end), some) for first in starts]
    return Keys(*map(numpy.concatenate, zip(*parts, strict=True)))


def _looked_for(named: Sequence[Alias], start: int, end: int, some: "_Some") -> Keys:
    """By the places of the names."""
    found = _Gathered(start)
    for each in named[start:end]:
        if each.full:
            _look(found, each.words)
        found.end()
    keys = found.keys()
    return keys.where(some.hold(keys.hashes))


def _of_each(found: Keys, names: Names) -> Keys:
    """The keys of names as those of all the aliases that have these names."""
    holders = numpy.argsort(names.numbers, kind="stable").astype(numpy.int32)
    ends = numpy.cumsum(numpy.bincount(names.numbers, minlength=len(names.aliases)))
    first = numpy.concatenate(([0], ends))[found.places]
    many = ends[found.places] - first
    rows = numpy.repeat(numpy.arange(len(many)), many)
    within = numpy.arange(len(rows)) - numpy.repeat(numpy.cumsum(many) - many, many)
    return Keys(found.hashes[rows], holders[first[rows] + within], found.sorts[rows])


def _look(found: _Gathered, words: tuple[str, ...]) -> None:
    given, family = words[0], words[-1]
    found.add(_TURNED, f"{family} {given}")
    for called in also_called(given):
        if called != given:
            found.add(_SHORT, f"{called} {family}")
    if len(given) > 1:
        found.add(_INITIAL, f"{given[0]}. {family}")
    cuts = (given + family, given[0] + family, family + given, given + words[1], given[:2] + family)
    begun = {"…" + cut[:LETTERS] for cut in cuts}
    found.add_all((_BEGUN,) * len(begun), begun)
    forms = made_of(words)
    found.add_all([_MADE + ceil(100 * form.share) for form in forms.values()], forms)


class _Some:
    """Numbers, held so that it is quick to tell which of many are among them, but for some six in a hundred others."""

    def __init__(self, numbers: Ints) -> None:
        size = 1 << (16 * len(numbers)).bit_length()
        self._mask = size - 1
        self._marks = numpy.zeros(size, numpy.bool_)
        self._marks[numbers & self._mask] = True

    def hold(self, numbers: Ints) -> Truths:
        marked: Truths = self._marks[numbers & self._mask]
        return marked


def among(numbers: Ints, ordered: Ints) -> Truths:
    if not len(ordered):
        return numpy.zeros(len(numbers), numpy.bool_)
    at = numpy.minimum(numpy.searchsorted(ordered, numbers), len(ordered) - 1)
    there: Truths = ordered[at] == numbers
    return there


def in_order(found: Keys) -> Keys:
    return found.where(numpy.argsort(found.hashes, kind="stable"))


def first_of_each(ordered: Ints) -> Truths:
    """Whether each is another than the one before."""
    first = numpy.ones(len(ordered), numpy.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return first
