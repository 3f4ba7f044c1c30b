"""The names of many aliases, each once: what follows from a name alone is then worked out once for all who have it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from rapport.people.matching.alias import Alias


class Names(NamedTuple):
    aliases: list[Alias]
    """The first of each name."""
    numbers: NDArray[numpy.int64]
    """Of each alias: which name it has."""


def names_of(aliases: Sequence[Alias]) -> Names:
    """Those without a name have one in common, of no words."""
    known: dict[tuple[str, ...], int] = {}
    numbers = numpy.fromiter((known.setdefault(each.words, len(known)) for each in aliases), numpy.int64, len(aliases))
    _, first = numpy.unique(numbers, return_index=True)
    return Names([aliases[at] for at in first.tolist()], numbers)
