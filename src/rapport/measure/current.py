"""The acts that metrics count, and what pages asked of them lately, made ready for each new state."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import suppress
from threading import Lock
from typing import NamedTuple, TypeVar

from rapport.people import current as people
from rapport.people import readying
from rapport.people.acts import Acts
from rapport.people.readying import Make
from rapport.words.errors import CopyMissing, RapportError

T = TypeVar("T")


class SparkMissing(RapportError):
    def __init__(self) -> None:
        super().__init__(
            "Apache Spark is not installed beside Rapport. Nothing was worked out. Install it with "
            ".venv/bin/pip install --require-hashes -r requirements-spark.lock, and Java 17, or ask without --spark."
        )


ASKED_LATELY = 64
LATELY_SECONDS = 75
"""What nobody asked for so long is made when somebody asks."""


class _Asked(NamedTuple):
    make: Callable[[Acts], object]
    at: float
    took: float


_asking = Lock()
_lately: OrderedDict[Hashable, _Asked] = OrderedDict()
_usual: list[Make] = []


def current() -> Acts:
    """As `people.current` gives them. Raises CopyMissing where nothing was ever copied."""
    acts = people.current()
    if acts.version.copy is None:
        raise CopyMissing
    return acts


def on_spark(cluster: str) -> Acts:
    """As `current`, worked out by the Spark cluster of this address. Raises SparkMissing and CopyMissing."""
    try:
        from rapport.ledger.engines import spark
    except ModuleNotFoundError as missing:
        raise SparkMissing from missing
    return people.loaded_on(lambda tables: spark.Spark(spark.session(cluster), tables))


def lately(key: Hashable, make: Callable[[Acts], T]) -> T:
    """What `make` makes of the current state; remembered by its key, to be made of the next one before it is shown.

    Raises CopyMissing, and what `make` raises.
    """
    began = time.monotonic()
    made = make(current())
    _remember(key, make, time.monotonic() - began)
    return made


def usual(make: Callable[[Acts], object], *, first: bool = False) -> None:
    """Have this made of every new state, asked for or not; with `first`, before pages see the state."""
    _usual.append(Make(make, make, first))


def from_list(makes: Callable[[], Iterable[Make]]) -> None:
    """Have the watch make whatever is in this list at that time, once anything was copied."""
    readying.from_list(lambda: [one._replace(make=_of_a_copy(one.make)) for one in makes()])


def _remember(key: Hashable, make: Callable[[Acts], object], took: float = 0.0) -> None:
    with _asking:
        known = _lately.pop(key, None)
        _lately[key] = _Asked(make, time.monotonic(), max(took, known.took if known else 0.0))
        while len(_lately) > ASKED_LATELY:
            _lately.popitem(last=False)


def _asked_lately() -> Iterator[Make]:
    with _asking:
        asked = list(_lately.items())
    for key, one in asked:
        if time.monotonic() - one.at < LATELY_SECONDS:
            yield Make(key, one.make, took=one.took)


def _of_a_copy(make: Callable[[Acts], object]) -> Callable[[Acts], object]:
    def of(acts: Acts) -> None:
        if acts.version.copy is not None:
            with suppress(RapportError):  # of what is no longer there; who asks again is told
                make(acts)

    return of


from_list(lambda: _usual)
from_list(_asked_lately)
