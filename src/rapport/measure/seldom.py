"""What is dear to work out and may be a minute old: made anew at most twice a minute, by the watch."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import Generic, NamedTuple, TypeVar
from weakref import ReferenceType, ref

from django.conf import settings

from rapport.measure.current import usual
from rapport.people.acts import Acts
from rapport.words.errors import RapportError

T = TypeVar("T")

OLD_SECONDS, OLDEST_SECONDS = 25, 50
"""The watch makes anew what is older than the first; who asks does so only for what is older than the second."""
KEPT = 12


class _Made(NamedTuple, Generic[T]):
    what: T
    of: ReferenceType[Acts]
    at: float
    make: Callable[[Acts], T]


_keeping = Lock()
_kept: OrderedDict[Hashable, _Made[object]] = OrderedDict()


def seldom(acts: Acts, key: Hashable, make: Callable[[Acts], T]) -> T:
    """What `make` makes of these acts, or made of ones a little older. It should say of itself as of when it is."""
    return _made(acts, (settings.COPY, key), make, OLDEST_SECONDS)


def made_of(acts: Acts, key: Hashable) -> object | None:
    """What there is of it without working anything out; None where it would have to be made."""
    with _keeping:
        held = _kept.get((settings.COPY, key))
    return held.what if held and _is_good(held, acts, OLDEST_SECONDS) else None


def usually(key: Hashable, make: Callable[[Acts], object]) -> None:
    """Have it ready whether or not anybody asked."""
    usual(lambda acts: _made(acts, (settings.COPY, key), make, OLD_SECONDS))


def _made(acts: Acts, key: Hashable, make: Callable[[Acts], T], oldest: int) -> T:
    with _keeping:
        held = _kept.get(key)
    if held is None or not _is_good(held, acts, oldest):
        held = _Made(make(acts), ref(acts), time.monotonic(), make)
    with _keeping:
        _kept[key] = held
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return held.what  # type: ignore[return-value]  # the key says what it is of


def _is_good(held: _Made[object], acts: Acts, oldest: int) -> bool:
    return held.of() is acts or time.monotonic() - held.at <= oldest


def _ready(acts: Acts) -> None:
    with _keeping:
        asked = [(key, held.make) for key, held in _kept.items()]
    for key, make in asked:
        with suppress(RapportError):  # of what is no longer there; who asks again is told
            _made(acts, key, make, OLD_SECONDS)


usual(_ready)
