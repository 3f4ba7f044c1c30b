"""What later events need of earlier ones: an edit its message's time, a deletion its kind, a reply its thread."""

from datetime import datetime
from typing import NamedTuple

from rapport.words.identity import Identity

REMEMBERED = 100_000
"""Events, about 50 MB. What points at an older one is read as if that were in another file."""


class Known(NamedTuple):
    kind: str
    at: datetime
    author: Identity | None
    parent: str | None
    thread: str | None


class Memory:
    """Two dictionaries, of which the older one is let go when the newer one is full."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._before: dict[str, Known] = {}
        self.names: dict[str, str] = {}
        """Rooms' names, by their ids."""
        self.direct: set[str | None] = set()
        """Rooms that were made for a conversation between two or among a few."""

    def of(self, key: str) -> Known | None:
        return self._known.get(key) or self._before.get(key)

    def thread_of(self, key: str) -> str:
        known = self.of(key)
        return known.thread if known and known.thread else key

    def keep(self, key: str, known: Known) -> None:
        if len(self._known) >= REMEMBERED // 2:
            self._known, self._before = {}, self._known
        if self.of(key) is None:
            self._known[key] = known
