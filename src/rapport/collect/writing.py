"""Keep batches: one transaction each.

The counts of a source rise in the transaction that keeps its records, so they are true whenever one looks,
also after a kill.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from time import perf_counter
from types import TracebackType

from django.db import connection, transaction

from rapport.collect.alive import holding
from rapport.collect.brought import remember
from rapport.collect.models import Import, Source
from rapport.collect.reading import Batch, Part
from rapport.collect.rejected import set_aside
from rapport.ledger.append import Appended, Appender
from rapport.ledger.locks import keep_erasure_out

COUNTS = (*Appended._fields, "read", "rejected", "first_at", "last_at", "seconds")


def count(source: Source, appended: Appended, *, read: int, rejected: int, times: Sequence[datetime]) -> None:
    """Add what became of some records to what is counted of their source, in the transaction that keeps them. `times`
    are those of the records, or of the first and last of them."""
    source.read += read - appended.told + rejected
    source.rejected += rejected
    for name in Appended._fields:
        setattr(source, name, getattr(source, name) + getattr(appended, name))
    if times:
        source.first_at = min(filter(None, (source.first_at, *times)))
        source.last_at = max(filter(None, (source.last_at, *times)))
    source.save(update_fields=COUNTS)


class Cancelled(Exception):
    """Somebody asked the import to stop."""


class Writer(AbstractContextManager["Writer"]):
    """Keeps an import's batches while it holds the import: no other process can take it up meanwhile."""

    def __init__(self, import_: Import) -> None:
        self._import = import_
        self._sources = {(source.path, source.archive): source for source in import_.sources.all()}
        self._appender = Appender(remember(import_.pk))
        self._held = ExitStack()

    def __enter__(self) -> "Writer":
        self._held.enter_context(holding(self._import.pk))
        Import.objects.filter(pk=self._import.pk).exclude(state=Import.State.STOPPING).update(
            state=Import.State.RUNNING, failure="", finished_at=None, found=None
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def keep(self, batch: Batch) -> None:
        """Raises Cancelled when the batch is kept and somebody has asked to stop."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                keep_erasure_out(cursor)  # also while only records are set aside: they may name whom it forgets
            for part in batch.parts:
                self._keep_part(part)
            running = Import.objects.filter(pk=self._import.pk)
            running.update(done=batch.consumed)
            cancelled = running.filter(state=Import.State.STOPPING).exists()
        if cancelled:
            raise Cancelled

    def _keep_part(self, part: Part) -> None:
        begun = perf_counter()
        source = self._source(part)
        appended = self._appender.write(part.prepared) if part.read else Appended()
        if part.asides:
            set_aside(source, part.asides)
        source.seconds += max(part.seconds, perf_counter() - begun)
        times = [part.first_at, part.last_at] if part.first_at and part.last_at else []
        count(source, appended, read=part.read, rejected=len(part.asides), times=times)

    def _source(self, part: Part) -> Source:
        key = part.key
        source = self._sources.get((key.label, key.archive))
        if source is None:
            source = self._import.sources.create(path=key.label, archive=key.archive, platform=key.platform)
            self._sources[key.label, key.archive] = source
        return source
