"""What is dear to work out is answered as of a state a little older, while the watch works it out anew.

Nobody is given a figure that is older than a minute, or of before a merge, which is seen at once; who is linked for the
first time, within that minute. What is quick, and was not made by the watch with what is dear, is of the newest state.
"""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from rapport.people.acts import Acts
from rapport.people.contributions.weights import Weights
from rapport.people.current import watched
from rapport.people.readying import wants_newest

T = TypeVar("T")

DEAR_SECONDS = 0.1
OLDEST = timedelta(seconds=55)
"""The page that shows it takes a moment too."""
KEPT = 1024


class _Made(NamedTuple, Generic[T]):
    what: T
    of: tuple[int, Weights, object]
    as_of: datetime


class Older(Generic[T]):
    """What was dear to make, by its key, the last of each."""

    def __init__(self, oldest: timedelta = OLDEST, *, of_watch: bool = False) -> None:
        """With `of_watch` it stands for what the watch would make too."""
        self._oldest, self._of_watch = oldest, of_watch
        self._keeping = Lock()
        self._kept: OrderedDict[Hashable, _Made[T]] = OrderedDict()

    def find(self, acts: Acts, key: Hashable) -> tuple[T, datetime] | None:
        """It and as of when it is, where it may stand for what these acts would tell."""
        if (wants_newest() and not self._of_watch) or not watched.is_set():
            return None
        with self._keeping:
            held = self._kept.get(key)
        if held is None or held.of != _kind(acts) or datetime.now(UTC) - held.as_of > self._oldest:
            return None
        return held.what, held.as_of

    def keep(self, acts: Acts, key: Hashable, what: T, took: float) -> None:
        """Remember it, if it was dear; or if the watch made it: of tables, perhaps, that a page would have to make."""
        if acts.as_of is None or (took < DEAR_SECONDS and (self._of_watch or not wants_newest())):
            return
        with self._keeping:
            self._kept[key] = _Made(what, _kind(acts), acts.as_of)
            self._kept.move_to_end(key)
            gone = datetime.now(UTC) - self._oldest
            while len(self._kept) > KEPT or next(iter(self._kept.values())).as_of < gone:
                self._kept.popitem(last=False)
                if not self._kept:
                    break


def _kind(acts: Acts) -> tuple[int, Weights, object]:
    """What must be the same of a state, if it is to stand for another: all but the ledger's own."""
    return acts.merged, acts.weights, acts.version.today
