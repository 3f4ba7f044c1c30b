"""What is made of each new state of the acts before anybody asks for it.

What is quick is made before pages see the state, for two seconds at most; the rest while they are shown it already,
first what is quick, then what was made longest ago. So a large ledger's state is not a minute old when it takes over.
"""

import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import local
from typing import NamedTuple
from weakref import ReferenceType, ref

from rapport.people.acts import Acts

QUICK_SECONDS, BEFORE_SECONDS = 0.5, 2.0
"""What took longer than the first is dear; for what is quick a state waits no longer than the second."""
FORGET = 0.7
"""What is dear is held to be quick again when it was quick some times."""


class Make(NamedTuple):
    key: Hashable
    """Tells it from others."""
    make: Callable[[Acts], object]
    first: bool = False
    """Made before pages see the state, however dear it is."""
    took: float = 0.0
    """Seconds, as far as whoever asked for it knows."""


@dataclass
class _Made:
    of: ReferenceType[Acts]
    began: float
    took: float


_lists: list[Callable[[], Iterable[Make]]] = []
_made: dict[Hashable, _Made] = {}
_mine = local()


def beforehand(make: Callable[[Acts], object]) -> None:
    """Have the watch call this with each new state."""
    from_list(lambda: [Make(make, make)])


def from_list(makes: Callable[[], Iterable[Make]]) -> None:
    """Have the watch make whatever is in this list at that time."""
    _lists.append(makes)


@contextmanager
def newest() -> Iterator[None]:
    """Whoever asks within this, as the watch does, is given no figure of a state older than the one they ask. How much
    chance there is (`measure.against`) is all that may have been learnt from an older one."""
    was, _mine.newest = wants_newest(), True
    try:
        yield
    finally:
        _mine.newest = was


def wants_newest() -> bool:
    return getattr(_mine, "newest", False)


def before(acts: Acts) -> None:
    """Make what is first, and of what is known to be quick as much as there is time for."""
    makes = _wanted()
    for gone in _made.keys() - {one.key for one in makes}:
        del _made[gone]
    began = time.monotonic()
    for one in sorted(makes, key=lambda one: (not one.first, _turn(one))):
        in_time = _is_quick(one) and time.monotonic() - began < BEFORE_SECONDS
        if one.first or in_time:
            _do(one, acts)


def after(acts: Acts, go_on: Callable[[], bool]) -> None:
    """Make the rest, as long as it may `go_on`; what it does not come to is the first of the next state.

    It is asked of a twin, so that no page waits for a question of these.
    """
    waiting = [one for one in _wanted() if one.key not in _made or _made[one.key].of() is not acts]
    waiting.sort(key=_turn)
    twin = acts.twin() if waiting else acts
    for one in waiting:
        if not go_on():
            return
        _do(one, acts, twin)


def _turn(one: Make) -> tuple[bool, float]:
    """What is quick before what is dear, and first what was made longest ago."""
    return not _is_quick(one), _made[one.key].began if one.key in _made else 0.0


def _is_quick(one: Make) -> bool:
    """Whether it is known to be."""
    return one.key in _made and max(_made[one.key].took, one.took) <= QUICK_SECONDS


def _wanted() -> list[Make]:
    return [one for makes in _lists for one in makes()]


def _do(one: Make, acts: Acts, twin: Acts | None = None) -> None:
    began = time.monotonic()
    with newest():
        one.make(twin or acts)
    before = _made[one.key].took if one.key in _made else 0.0
    # Once it may have been quick because a page had just asked for the same.
    _made[one.key] = _Made(ref(acts), began, max(time.monotonic() - began, before * FORGET))
