"""The acts that metrics count, and what pages asked of them lately, made ready for each new state."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import TypeVar

from rapport.measure.question import QuestionRefused
from rapport.people import current as people
from rapport.people.acts import Acts
from rapport.words.errors import CopyMissing, RapportError

T = TypeVar("T")


class SparkMissing(RapportError):
    def __init__(self) -> None:
        super().__init__(
            "Apache Spark is not installed beside Rapport. Nothing was worked out. Install it with "
            ".venv/bin/pip install --require-hashes -r requirements-spark.lock, and Java 17, or ask without --spark."
        )


ASKED_LATELY = 8

_asking = Lock()
_lately: OrderedDict[Hashable, Callable[[Acts], object]] = OrderedDict()
_usual: list[Callable[[Acts], object]] = []


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
    made = make(current())
    _remember(key, make)
    return made


def usual(make: Callable[[Acts], object]) -> None:
    """Have this made of every new state, asked for or not."""
    _usual.append(make)


def _remember(key: Hashable, make: Callable[[Acts], object]) -> None:
    with _asking:
        _lately[key] = make
        _lately.move_to_end(key)
        while len(_lately) > ASKED_LATELY:
            _lately.popitem(last=False)


def _make_ready(acts: Acts) -> None:
    if acts.version.copy is None:
        return
    with _asking:
        makes = [*_usual, *_lately.values()]
    for make in makes:
        with suppress(QuestionRefused):  # of what is no longer there; who asks again is told
            make(acts)


people.beforehand(_make_ready)
