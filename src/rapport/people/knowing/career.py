"""What one member did, day by day: what pace, love and milestones are worked out from."""

from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rapport.people.acts import Acts
from rapport.people.contributions.weights import Weights
from rapport.people.knowing.pace import Days, Points

_EPOCH = date(1970, 1, 1).toordinal()


class Career:
    """One row a day × kind, in the order of the days."""

    def __init__(self, days: Days, kinds: Days, counts: Days, weights: Weights) -> None:
        self._days, self._kinds, self._counts = days, kinds, counts
        self._weights = weights
        self._heavy = np.zeros(max(weights.by_kind) + 1, dtype=np.int64)
        self._heavy[list(weights.by_kind)] = list(weights.by_kind.values())

    @cached_property
    def _starts(self) -> npt.NDArray[np.intp]:
        """Where each day's rows begin."""
        return np.flatnonzero(np.diff(self._days, prepend=-1))

    @cached_property
    def days(self) -> Days:
        """Each day on which they did anything."""
        return self._days[self._starts]

    @cached_property
    def points(self) -> Points:
        """Of each of these days: the weights of the kinds of things that were done on it."""
        return self._per_day(np.add).astype(np.float64)

    @cached_property
    def heaviest(self) -> Days:
        """Of each of these days: the weight of the heaviest thing that was done on it."""
        return self._per_day(np.maximum)

    def _per_day(self, how: np.ufunc) -> Days:
        if not len(self._days):
            return self._days
        reduced: Days = how.reduceat(self._heavy[self._kinds], self._starts)
        return reduced

    def given(self) -> dict[str, tuple[Days, Days]]:
        """By what it gives: on which days, and how often on each."""
        by_gift: dict[str, list[int]] = {}
        for kind in self._weights.giving:
            by_gift.setdefault(self._weights.gives(kind), []).append(kind)
        mine = {gift: np.isin(self._kinds, kinds) for gift, kinds in by_gift.items()}
        return {gift: (self._days[rows], self._counts[rows]) for gift, rows in mine.items() if rows.any()}


def career(acts: Acts, member: int) -> Career:
    """Of days from 1970 to the last day of what the ledger holds."""
    span = acts.span()
    mine = acts.table.filter(acts.table.member == member)
    if span:
        mine = mine.filter(mine.day >= span.first, mine.day <= span.last)
    counted = mine.aggregate(by=["day", "kind"], n=mine.n.sum()).order_by("day", "kind")
    found = acts.arrow(counted)
    days = found["day"].cast("int32").to_numpy().astype(np.int64) + _EPOCH
    return Career(days, found["kind"].to_numpy().astype(np.int64), found["n"].to_numpy(), acts.weights)
