"""One import from its beginning to its end: read in a process of its own, kept here."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from rapport.collect.alive import INTERRUPTED, STOPPED, AlreadyRunning
from rapport.collect.apart import Apart, Findings, Reads
from rapport.collect.brought import new_ones
from rapport.collect.containers import size_of
from rapport.collect.models import Import
from rapport.collect.reading import Given, Key, Reading
from rapport.collect.rejected import plain, settle_faults
from rapport.collect.writing import Cancelled, Writer
from rapport.ledger.claims import CHANNEL, IDENTITY

STANDARD_INPUT = Path("/dev/stdin")


class Paused(Exception):
    """The process has to end; the import is gone on with later."""


class Progress(NamedTuple):
    file: str
    records: int
    consumed: int
    size: int
    """Bytes on disk; 0 where only clones were given."""


def once(paths: Sequence[str]) -> list[Given]:
    """The paths in their order, each place on the disk once; `-` is what comes in through a pipe."""
    places: dict[str, Given] = {}
    for path in paths:
        place = STANDARD_INPUT if path == "-" else Path(path)
        places.setdefault(os.path.realpath(place), Given(place, path))
    return list(places.values())


def begin(given: Sequence[Given], **fields: object) -> Import:
    return Import.objects.create(
        paths=[plain(one.label) for one in given], size=sum(_size(one.path) for one in given), **fields
    )


def run(import_: Import, given: Sequence[Given], report: Callable[[Progress], None]) -> Import:
    """Read everything and keep it. Taken up again after a kill, it goes on behind what it had kept.

    `report` may raise Paused. That, Ctrl-C and somebody's wish leave it STOPPED; any other error leaves it FAILED and
    is raised. The counts are true in every case.
    """
    reading = Reading([one._replace(label=plain(one.label)) for one in given], already(import_))
    return keep(import_, reading, report)


def keep(import_: Import, reading: Reads, report: Callable[[Progress], None]) -> Import:
    """`run`, of what gives batches in a manner of its own: the same each time, less what is there `already`."""
    apart = Apart(reading)
    state, failure = Import.State.FAILED, ""
    try:
        with _calm_collector(), Writer(import_) as writer:
            for batch in apart.batches():
                writer.keep(batch)
                report(Progress(batch.file, batch.records, batch.consumed, import_.size))
        settle_faults(import_.sources.all())
        state = Import.State.DONE
    except Cancelled:
        state, failure = Import.State.STOPPED, STOPPED
    except (KeyboardInterrupt, SystemExit, Paused):
        state, failure = Import.State.STOPPED, INTERRUPTED
        raise
    except AlreadyRunning:
        state = Import.State.RUNNING
        raise
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
        raise
    finally:
        if state != Import.State.RUNNING:
            _finish(import_, apart.findings, state, failure)
    return import_


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Look for garbage cycles rarely: records have none, and looking through them took a quarter of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _finish(import_: Import, found: Findings, state: Import.State, failure: str) -> None:
    import_.state, import_.failure, import_.finished_at = state, plain(failure), timezone.now()
    import_.unread = [[plain(file), plain(reason)] for file, reason in found.unread]
    import_.unread_count, import_.notes = found.unread_count, [plain(note) for note in found.notes]
    import_.identities = new_ones(import_.pk, IDENTITY)
    import_.channels = new_ones(import_.pk, CHANNEL)
    import_.save(update_fields=FINDINGS)


FINDINGS = ("state", "failure", "finished_at", "unread", "unread_count", "notes", "identities", "channels")


def already(import_: Import) -> dict[Key, int]:
    """How many records of each source are kept."""
    return {
        Key(source.path, source.archive, source.platform): source.read + source.told for source in import_.sources.all()
    }


def _size(path: Path) -> int:
    """Bytes of a file, or of the files in a folder; those of a clone are not counted, as git reads them."""
    try:
        return size_of(path)
    except OSError:
        return 0
