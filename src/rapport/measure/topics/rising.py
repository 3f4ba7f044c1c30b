"""Which topics more people took up in the last four weeks than before, by more than chance. Pure.

People count, not messages: each counts once in four weeks on a topic, so one who writes all day is no trend. A topic's
share of all of these is what is usual; how many more came is compared with how many more would have come had the same
weeks stood in any other order: weeks are whole, so that what happens together in one stays together (a permutation
test). As many topics are looked at, one expects that
some stand out by chance; of these the procedure of Benjamini and Hochberg (1995) lets no more through than agreed. And
as one looks again each week, what is agreed for one look is so little that it holds for a quarter of a year of them.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

NOW, BEFORE = 4, 52
"""Weeks that are compared."""
FEWEST_BEFORE = 26
FALSE = 0.01
"""Where nothing changes, a week's list names anything in at most so many of all weeks. Looked at every week, at most
one quarter of a year in twenty does then: as often as a comparison is called more than chance (`make bench-topics`)."""
ABOUT_CHANCE = "Where nothing changes, at most one quarter of a year in twenty names a topic in any of its weeks."
PEOPLE = 5
"""Fewer are no trend, whatever chance says."""
MORE = 1.5
"""So many times the share it had before, or nobody would call it rising."""
ORDERS = 20_000
_AT_ONCE = 2_000
_PLAIN = 2
"""So many times the agreed chance, of two thousand orders, does not come below it with more of them."""
SEED = 11


class Rise(NamedTuple):
    topic: int
    people: int
    """Who took it up in the last four weeks."""
    expected: float
    """How many it would have been with the share it had before."""
    chance: float
    """How often as many more would come by chance, of this topic alone."""


def weekly(took_up: Mapping[tuple[int, int], set[int]], topics: int, weeks: int) -> Counts:
    """How many people took up each topic in each week: who did so in one of the three weeks before does not count
    again. `took_up` has the people by topic and week, both from 0."""
    counts = np.zeros((topics, weeks), np.int64)
    for (topic, week), people in took_up.items():
        lately = [took_up.get((topic, week - back), set()) for back in range(1, NOW)]
        counts[topic, week] = len(people.difference(*lately))
    return counts


def rising(counts: Counts) -> list[Rise]:
    """One row a topic, one column a week, the last four last; every topic there is, so that shares can be told.

    Raises nothing of too short a past: then nothing is rising.
    """
    counts = counts[:, -(NOW + BEFORE) :]
    weeks = counts.shape[1]
    totals = counts.sum(axis=0)
    if weeks < NOW + FEWEST_BEFORE or not totals[-NOW:].sum() or not totals[:-NOW].sum():
        return []
    now = counts[:, -NOW:].sum(axis=1)
    before = counts[:, :-NOW].sum(axis=1) / totals[:-NOW].sum()
    expected = before * totals[-NOW:].sum()
    many = (now >= PEOPLE) & (now >= MORE * expected)
    if not many.any():
        return []
    chance = _chance(counts, totals, many)
    return [
        Rise(int(topic), int(now[topic]), float(expected[topic]), float(chance[topic]))
        for topic in _let_through(chance)
        if many[topic]
    ]


def _chance(counts: Counts, totals: Counts, many: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How often any four of these weeks bring the topic as many people beyond its share as the last four do.

    Once it is plain that none of `many` is beyond chance, no more orders are tried.
    """
    beyond = counts - np.outer(counts.sum(axis=1) / totals.sum(), totals)
    seen = beyond[:, -NOW:].sum(axis=1) / np.sqrt(1 + totals[-NOW:].sum()) - 1e-9
    dice = np.random.default_rng(SEED)
    as_many = np.ones(len(counts))
    for tried in range(_AT_ONCE, ORDERS + 1, _AT_ONCE):
        chosen = dice.random((_AT_ONCE, counts.shape[1])).argpartition(NOW, axis=1)[:, :NOW]
        # Busy weeks are off by more: by the root of how many came.
        drawn = beyond[:, chosen].sum(axis=2) / np.sqrt(1 + totals[chosen].sum(axis=1))
        as_many += (drawn >= seen[:, None]).sum(axis=1)
        chance: npt.NDArray[np.float64] = as_many / (tried + 1)
        if chance[many].min() > _PLAIN * FALSE:
            break
    return chance


def _let_through(chance: npt.NDArray[np.float64]) -> list[int]:
    """Benjamini and Hochberg: the surest, as many as keep the false ones among them few; the surest first."""
    order = np.argsort(chance, kind="stable")
    steps = FALSE * np.arange(1, len(chance) + 1) / len(chance)
    within = np.flatnonzero(chance[order] <= steps)
    return [int(topic) for topic in order[: within[-1] + 1]] if len(within) else []
