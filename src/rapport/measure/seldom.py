"""What is dear to work out and may be a minute old, or more of a large ledger: made anew at most twice a minute, by
the watch."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from functools import partial
from threading import Lock
from typing import Generic, NamedTuple, TypeVar
from weakref import ReferenceType, ref

from django.conf import settings

from rapport.measure.current import from_list
from rapport.people.acts import Acts
from rapport.people.readying import Make

T = TypeVar("T")

OLD_SECONDS, OLDEST_SECONDS = 25, 50
"""The watch makes anew what is older than the first; who asks does so only for what is older than the second."""
PATIENCE = 40
"""What took a second to make may be so many seconds old."""
KEPT = 12


class _Made(NamedTuple, Generic[T]):
    what: T
    of: ReferenceType[Acts]
    at: float
    make: Callable[[Acts], T]
    took: float
    hurried: bool
    """Whether it is never to be older than a minute, however long it takes."""


_keeping = Lock()
_kept: OrderedDict[Hashable, _Made[object]] = OrderedDict()
_usually: dict[Hashable, tuple[Callable[[Acts], object], bool]] = {}


def seldom(acts: Acts, key: Hashable, make: Callable[[Acts], T], *, hurried: bool = False) -> T:
    """What `make` makes of these acts, or made of ones a little older. It should say of itself as of when it is."""
    return _made(acts, (settings.COPY, key), make, OLDEST_SECONDS, hurried)


def made_of(acts: Acts, key: Hashable) -> object | None:
    """What there is of it without working anything out; None where it would have to be made."""
    with _keeping:
        held = _kept.get((settings.COPY, key))
    return held.what if held and _is_good(held, acts, OLDEST_SECONDS) else None


def usually(key: Hashable, make: Callable[[Acts], object], *, hurried: bool = False) -> None:
    """Have it ready whether or not anybody asked."""
    _usually[key] = make, hurried


def _made(acts: Acts, key: Hashable, make: Callable[[Acts], T], oldest: int, hurried: bool) -> T:
    with _keeping:
        held = _kept.get(key)
    if held is None or not _is_good(held, acts, oldest):
        began = time.monotonic()
        held = _Made(make(acts), ref(acts), began, make, time.monotonic() - began, hurried)
    with _keeping:
        _kept[key] = held
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return held.what  # type: ignore[return-value]  # the key says what it is of


def _is_good(held: _Made[object], acts: Acts, oldest: int) -> bool:
    patience = 0 if held.hurried else held.took * PATIENCE * oldest / OLDEST_SECONDS
    return held.of() is acts or time.monotonic() - held.at <= max(oldest, patience)


def _ready() -> Iterator[Make]:
    with _keeping:
        kept = dict(_kept)
    for key, held in kept.items():
        yield Make(("seldom", key), partial(_anew, key, held.make, held.hurried), took=held.took)
    for name, (make, hurried) in _usually.items():
        if (key := (settings.COPY, name)) not in kept:
            yield Make(("seldom", key), partial(_anew, key, make, hurried))


def _anew(key: Hashable, make: Callable[[Acts], object], hurried: bool, acts: Acts) -> None:
    _made(acts, key, make, OLD_SECONDS, hurried)


from_list(_ready)
