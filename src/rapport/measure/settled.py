"""What was counted of periods that are over, which stands as long as nothing comes, goes or changes in them.

Of a ledger of ten million activities years are not counted anew because of what was said in the last half minute.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import date
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from rapport.measure.periods import Grain, start_of
from rapport.people.acts import Acts, Steps

KEPT, MOST = 256, 5_000
"""Of a ledger, the last that were asked for, none of more figures than that."""


class _Counted(NamedTuple):
    of: Mapping[tuple[date, str | None], Any]
    step: int
    """When it was counted."""


_keeping = Lock()
_kept: WeakKeyDictionary[Steps, OrderedDict[Hashable, _Counted]] = WeakKeyDictionary()


class Settled(NamedTuple):
    of: dict[tuple[date, str | None], Any]
    """By the first day of the period, and the group."""
    then: date
    """Whatever is not of a period before this day is to be counted."""


def settled(acts: Acts, key: Hashable, grain: Grain) -> Settled:
    """What stands of what was counted for this key, which tells all that decides it but the acts themselves."""
    with _keeping:
        held = _kept.get(acts.steps, OrderedDict()).get(_whole(acts, key))
    if held is None:
        return Settled({}, date.min)
    then = start_of(min(acts.steps.changed[held.step :], default=date.max), grain)
    return Settled({(period, group): one for (period, group), one in held.of.items() if period < then}, then)


def keep(acts: Acts, key: Hashable, counted: Mapping[tuple[date, str | None], Any]) -> None:
    if len(counted) > MOST:
        return
    with _keeping:
        kept = _kept.setdefault(acts.steps, OrderedDict())
        kept[_whole(acts, key)] = _Counted(counted, acts.step)
        kept.move_to_end(_whole(acts, key))
        while len(kept) > KEPT:
            kept.popitem(last=False)


def _whole(acts: Acts, key: Hashable) -> Hashable:
    return key, acts.weights
