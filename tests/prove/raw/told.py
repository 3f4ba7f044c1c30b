"""How a list of things becomes a figure: counted, or estimated."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

ALL = ""


class Figure(NamedTuple):
    value: float | None
    n: int


Figures = dict[str, Figure]
"""By group; ALL stands for all of them together."""


def people(who: Iterable[str | None]) -> Figure:
    them = {one for one in who if one is not None}
    return Figure(len(them), len(them))


def things(who: Sequence[str | None]) -> Figure:
    """As many as there are, by how many different people."""
    return Figure(len(who), len({one for one in who if one is not None}))


def share(of_them: Sequence[bool]) -> Figure:
    return Figure(100 * sum(of_them) / len(of_them) if of_them else None, len(of_them))


def mean(numbers: Sequence[float]) -> Figure:
    return Figure(sum(numbers) / len(numbers) if numbers else None, len(numbers))


def fewest(by_whom: Iterable[Hashable]) -> Figure:
    """How few did half of it."""
    counted = Counter(by_whom)
    so_far, whole = 0, sum(counted.values())
    for place, many in enumerate(sorted(counted.values(), reverse=True), 1):
        so_far += many
        if 2 * so_far >= whole:
            return Figure(place, len(counted))
    return Figure(None, 0)


def median(lasted: Sequence[tuple[float, bool]]) -> Figure:
    """When half is over, of how long each lasted and whether it is over (Kaplan and Meier 1958)."""
    for time, lasting in _lasting(lasted):
        if lasting <= 0.5 + 1e-12:
            return Figure(time, len(lasted))
    return Figure(None, len(lasted))


def lasting(lasted: Sequence[tuple[float, bool]], beyond: float) -> Figure:
    """In percent, of which share it lasts longer; nothing is said where none was followed so long."""
    if not lasted:
        return Figure(None, 0)
    share = 1.0
    for time, still in _lasting(lasted):
        if time <= beyond:
            share = still
    unknown = share > 0 and max(time for time, _ in lasted) < beyond
    return Figure(None if unknown else 100 * share, len(lasted))


def _lasting(lasted: Sequence[tuple[float, bool]]) -> Iterable[tuple[float, float]]:
    left, share = len(lasted), 1.0
    in_order = sorted((max(time, 0.0), over) for time, over in lasted)
    for time, alike in groupby(in_order, key=itemgetter(0)):
        ended = [over for _, over in alike]
        share *= 1 - sum(ended) / left
        left -= len(ended)
        if any(ended):
            yield time, share
