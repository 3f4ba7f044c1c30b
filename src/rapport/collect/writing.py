"""Keep batches while the next one is read: one thread, one connection, one transaction a batch.

The counts of a source rise in the transaction that keeps its records, so they are true whenever one looks,
also after a kill.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from queue import Full, Queue
from threading import Event, Thread
from time import perf_counter
from types import TracebackType

from django.db import connection, transaction

from rapport.collect.alive import holding
from rapport.collect.models import Import, Source
from rapport.collect.reading import Batch, Part
from rapport.collect.rejected import set_aside
from rapport.ledger.append import Appended, Appender
from rapport.words.records import Record

COUNTS = (*Appended._fields, "read", "rejected", "first_at", "last_at", "seconds")
PATIENCE = 0.1
"""Seconds after which a waiting reader looks whether the writer still lives."""


class Cancelled(Exception):
    """Somebody asked the import to stop."""


class Writer(AbstractContextManager["Writer"]):
    """Takes batches from the reader's thread; `put` raises what went wrong here."""

    def __init__(self, import_: Import) -> None:
        self._import = import_
        self._sources = {(source.path, source.archive): source for source in import_.sources.all()}
        self._queue: Queue[Batch | None] = Queue(maxsize=1)
        self._stop = Event()
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._work, name=f"writer of import {import_.pk}")

    def __enter__(self) -> "Writer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait until everything is kept; after an error or Ctrl-C only until the batch in hand is."""
        if kind is not None:
            self._stop.set()
        while self._thread.is_alive():
            try:
                self._queue.put(None, timeout=PATIENCE)
                break
            except Full:
                continue
        self._thread.join()
        if kind is None and self._failure is not None:
            raise self._failure

    def put(self, batch: Batch) -> None:
        """Hand a batch over; waits while two are still to be kept."""
        while True:
            if self._failure is not None:
                raise self._failure
            try:
                self._queue.put(batch, timeout=PATIENCE)
                return
            except Full:
                continue

    def _work(self) -> None:
        try:
            with holding(self._import.pk):
                Import.objects.filter(pk=self._import.pk).exclude(state=Import.State.STOPPING).update(
                    state=Import.State.RUNNING, failure="", finished_at=None
                )
                appender = Appender()
                while not self._stop.is_set() and (batch := self._queue.get()) is not None:
                    self._keep(batch, appender)
        except BaseException as error:  # noqa: BLE001  # it is raised in the reader's thread
            self._failure = error
        finally:
            connection.close()

    def _keep(self, batch: Batch, appender: Appender) -> None:
        with transaction.atomic():
            for part in batch.parts:
                self._keep_part(part, appender)
            running = Import.objects.filter(pk=self._import.pk)
            running.update(done=batch.consumed)
            cancelled = running.filter(state=Import.State.STOPPING).exists()
        if cancelled:
            raise Cancelled

    def _keep_part(self, part: Part, appender: Appender) -> None:
        begun = perf_counter()
        source = self._source(part)
        appended = appender.append(part.records) if part.records else Appended()
        if part.asides:
            set_aside(source, part.asides)
        source.read += len(part.records) + len(part.asides)
        source.rejected += len(part.asides)
        for name in Appended._fields:
            setattr(source, name, getattr(source, name) + getattr(appended, name))
        _widen(source, part.records)
        source.seconds += max(part.seconds, perf_counter() - begun)
        source.save(update_fields=COUNTS)

    def _source(self, part: Part) -> Source:
        key = part.key
        source = self._sources.get((key.label, key.archive))
        if source is None:
            source = self._import.sources.create(path=key.label, archive=key.archive, platform=key.platform)
            self._sources[key.label, key.archive] = source
        return source


def _widen(source: Source, records: list[Record]) -> None:
    """Stretch the span of time that the source tells of."""
    moments: list[datetime] = [record.activities[0].at for record in records if record.activities]
    if moments:
        low, high = min(moments), max(moments)
        source.first_at = min(source.first_at or low, low)
        source.last_at = max(source.last_at or high, high)
