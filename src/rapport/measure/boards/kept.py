"""What strangers look at, kept for some minutes: however many of them come, it is worked out once in that time."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple, TypeVar

from django.conf import settings

T = TypeVar("T")

LASTS_SECONDS = 300
MOST = 64


class _Kept(NamedTuple):
    what: object
    until: float


_making = Lock()
_kept: OrderedDict[Hashable, _Kept] = OrderedDict()


def for_minutes(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` made of this key in the last five minutes, or makes now. One at a time, so that the team's pages
    have a processor too. It should say of itself as of when it is.
    """
    key = (settings.COPY, key)
    with _making:
        held = _kept.get(key)
        if held is None or held.until < time.monotonic():
            held = _Kept(make(), time.monotonic() + LASTS_SECONDS)
        _kept[key] = held
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return held.what  # type: ignore[return-value]  # the key says what it is of
