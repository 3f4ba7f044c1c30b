"""What was begun and is not told yet, in the order of time. Holds only what lies ahead, so that memory stays flat."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple

from rapport.demo.truth import Mark
from rapport.words.activity import Activity


class Said(NamedTuple):
    activity: Activity
    mark: Mark | None = None


class Outbox:
    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Said]] = []
        self._count = 0

    def put(self, said: Iterable[Said]) -> None:
        for one in said:
            self._count += 1
            heappush(self._heap, (one.activity.at, self._count, one))

    def before(self, moment: datetime) -> Iterator[Said]:
        """What happens before a moment, the oldest first, each once."""
        while self._heap and self._heap[0][0] < moment:
            yield heappop(self._heap)[2]
