"""Read what was given into batches, in a fixed order and in flat memory. Knows no database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from rapport.collect.archives import BESIDE, CLONE, TELLS, recognise
from rapport.collect.containers import Clone, Cut, Found, Unread, Walk
from rapport.collect.streams import Broken, Content, Guarded
from rapport.collect.unrecognised import about, litter
from rapport.ledger.prepare import Prepared, prepare
from rapport.platforms.git.client import limits, read_clone
from rapport.words.errors import SourceUnreadable
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

RECORDS = 5_000
BYTES = 12 << 20
"""A batch ends after so many records or decompressed bytes. One is being read, one crosses, one is being written."""
SECONDS = 2.0
"""After so long a batch is given as it is, empty too: it tells how far the reading is, and who takes it may stop."""
NAMED = 50
"""Files that are listed by name when they are not understood; of the others only the number is kept."""


class Given(NamedTuple):
    path: Path
    label: str
    """As the person wrote it."""
    archive: Archive | None = None
    """The kind that all its files are of, where somebody said so: a table with its mapping."""


class Key(NamedTuple):
    """One source: what one path gave for one kind of archive."""

    label: str
    archive: str
    platform: str


class Aside(NamedTuple):
    file: str
    record: Unreadable


class Part:
    """What a batch holds of one source: records as they are read, then, made ready, what the ledger takes."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.records: list[Record] = []
        self.asides: list[Aside] = []
        self.seconds = 0.0
        self.read = 0
        self.first_at: datetime | None = None
        self.last_at: datetime | None = None
        self.prepared = prepare([])

    def make_ready(self) -> Prepared:
        """Let go of the records for what can be worked out of them."""
        begun = perf_counter()
        moments = [record.activities[0].at for record in self.records if record.activities]
        if moments:
            self.first_at, self.last_at = min(moments), max(moments)
        self.read = len(self.records)
        self.prepared = prepare(self.records)
        self.records = []
        self.seconds += perf_counter() - begun
        return self.prepared


class Batch(NamedTuple):
    parts: list[Part]
    file: str
    """The file it was read from last."""
    consumed: int
    """Bytes taken from the disk since the beginning."""
    records: int
    """Records read since the beginning."""


class Reading:
    """Reads each thing given once. `already` says how many records of a source an earlier, killed run has kept:
    these are read over and not given again."""

    def __init__(self, given: Sequence[Given], already: Mapping[Key, int] | None = None) -> None:
        self._given = given
        self._skip = dict(already or {})
        self._parts: dict[Key, Part] = {}
        self._waiting = self._bytes = 0
        self._told = perf_counter()
        self._finished = 0
        self._since = perf_counter()
        self._last: tuple[str, Key] | None = None
        self._clones: set[str] = set()
        """Clones in archives that were told of."""
        self.records = 0
        self.unread: list[Unread] = []
        self.unread_count = 0
        self.notes: list[str] = []

    def batches(self) -> Iterator[Batch]:
        for given in self._given:
            self._last = None
            walk = Walk(given.path, BESIDE, TELLS)
            for entry in walk:
                if isinstance(entry, Unread):
                    if litter(entry.file):
                        self._not_recognised(entry.file, b"")
                    else:
                        self._refuse(entry.file, entry.reason)
                elif isinstance(entry, Cut):
                    self._cut(entry.file, entry.broken)
                else:
                    yield from self._entry(given, entry, walk)
                if self._late:
                    yield self._batch(entry.file, walk.consumed)
            self._finished += walk.consumed
        yield self._batch("", 0)

    def _entry(self, given: Given, entry: Found | Clone, walk: Walk) -> Iterator[Batch]:
        if isinstance(entry, Clone):
            key, stream, outcomes = Key(given.label, CLONE, "git"), None, self._clone(entry)
        else:
            mapped = None if litter(entry.file) else given.archive
            archive = mapped or recognise(entry.file, entry.stream.head())
            if archive is None:
                self._not_recognised(entry.file, entry.stream.head())
                return
            key, stream = Key(given.label, archive.name, archive.platform), entry.stream
            where = Where(entry.file, entry.beside, given.label, _saved_at(given.path, entry.file))
            outcomes = archive.read(Content(stream), where)
        self._last = (entry.file, key)
        self._part(key)
        self._since = perf_counter()
        try:
            for _ in chain(self._skip_known(key, outcomes), self._gather(key, entry.file, outcomes, stream)):
                yield self._batch(entry.file, walk.consumed)
        except Broken as broken:
            self._cut(entry.file, broken)
        except (SourceUnreadable, OSError) as error:
            self._set_aside(key, entry.file, _place(stream), str(error))
        except Exception as error:  # noqa: BLE001  # a reader's own fault must not take the other files with it
            self._set_aside(key, entry.file, _place(stream), reader_failed(error))
        self._part(key).seconds += perf_counter() - self._since

    def _clone(self, clone: Clone) -> Iterator[Outcome]:
        self.notes += [f"{clone.file}: {limit}" for limit in limits(clone.path)]
        yield from read_clone(clone.path)

    def _gather(self, key: Key, file: str, outcomes: Iterable[Outcome], stream: Guarded | None) -> Iterator[None]:
        """Fill the source's part; stop for a moment whenever a batch is full."""
        part = self._part(key)
        taken = 0
        for outcome in outcomes:
            if type(outcome) is Record:
                part.records.append(outcome)
            else:
                part.asides.append(Aside(file, outcome))  # type: ignore[arg-type]
            self._waiting += 1
            if stream is not None and stream.taken != taken:
                self._bytes += stream.taken - taken
                taken = stream.taken
            if self._waiting >= RECORDS or self._bytes >= BYTES or self._late:
                part.seconds += perf_counter() - self._since
                yield
                self._since = perf_counter()
                part = self._part(key)

    def _skip_known(self, key: Key, outcomes: Iterator[Outcome]) -> Iterator[None]:
        """Read over what an earlier run has kept; stop for a moment now and then."""
        for _ in islice(outcomes, self._skip.get(key, 0)):
            self._skip[key] -= 1
            self.records += 1
            if self._late:
                yield

    @property
    def _late(self) -> bool:
        """Whether nothing was said for so long that somebody who waits or wants to stop should hear of it."""
        return perf_counter() - self._told > SECONDS

    def _cut(self, file: str, broken: Broken) -> None:
        """A file that breaks off is one record set aside, of the source that was being read."""
        broken.told = True
        if self._last is None:
            self._refuse(file, broken.reason)
        else:
            self._set_aside(self._last[1], file, f"byte {broken.position:,}", broken.reason)

    def _set_aside(self, key: Key, file: str, position: str, reason: str) -> None:
        if self._skip.get(key, 0):
            self._skip[key] -= 1
            self.records += 1
            return
        reason = f"{reason}; what came before it is kept"
        self._part(key).asides.append(Aside(file, Unreadable(position, reason, b"")))
        self._waiting += 1

    def _not_recognised(self, file: str, head: bytes) -> None:
        said = about(file, head)
        if said.note and said.note not in self.notes:
            self.notes.append(said.note)
        if said.reason and said.file not in self._clones:
            self._refuse(said.file, said.reason)
        if said.file != file:
            self._clones.add(said.file)

    def _refuse(self, file: str, reason: str) -> None:
        self.unread_count += 1
        if len(self.unread) < NAMED:
            self.unread.append(Unread(file, reason))

    def _part(self, key: Key) -> Part:
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = Part(key)
        return part

    def _batch(self, file: str, consumed: int) -> Batch:
        parts, self._parts = list(self._parts.values()), {}
        self.records += self._waiting
        self._waiting = self._bytes = 0
        self._told = perf_counter()
        return Batch(parts, file, self._finished + consumed, self.records)


def reader_failed(error: Exception) -> str:
    """The reason of what is set aside for a fault of the reader's own."""
    return f"the reader failed here ({type(error).__name__}: {error})"


def _saved_at(given: Path, file: str) -> datetime | None:
    """When the file was last written; of one inside a container, when the container was."""
    try:
        place = given / file.partition(" › ")[0] if given.is_dir() else given
        return datetime.fromtimestamp(place.stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None


def _place(stream: Guarded | None) -> str:
    return "the clone" if stream is None else f"about byte {stream.taken:,}"
