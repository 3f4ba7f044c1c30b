"""What counts as a contribution, and how much each kind of activity weighs. Pure."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from rapport.words.kinds import BY_NUMBER, KINDS

HEAVIEST = 12


class Weighed(NamedTuple):
    """One kind of activity, as the team weighs it."""

    weight: int
    """From 0, no commitment at all, to HEAVIEST."""
    gives: str
    """One of `words.kinds.GIFTS`, or nothing where it is no contribution."""


DEFAULTS: Mapping[int, Weighed] = {kind.number: Weighed(kind.weight, kind.gives or "") for kind in KINDS}


class Weights:
    """Every kind's weight: what the team said of some, and the defaults for the others."""

    def __init__(self, said: Mapping[int, Weighed] | None = None) -> None:
        known = {number: one for number, one in (said or {}).items() if number in BY_NUMBER}
        self._all = {**DEFAULTS, **known}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Weights) and self._all == other._all

    def __hash__(self) -> int:
        return hash(tuple(self._all.items()))

    @cached_property
    def giving(self) -> tuple[int, ...]:
        """The kinds that are contributions."""
        return tuple(number for number, one in self._all.items() if one.gives)

    @cached_property
    def by_kind(self) -> Mapping[int, int]:
        return {number: one.weight for number, one in self._all.items()}

    def weight(self, kind: int) -> int:
        return self._all[kind].weight

    def gives(self, kind: int) -> str:
        return self._all[kind].gives

    def of(self, kind: int) -> Weighed:
        return self._all[kind]
