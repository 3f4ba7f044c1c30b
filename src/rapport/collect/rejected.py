"""Records set aside: kept with their reason, source and position; tried again after a fix, or let go."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rapport.collect.archives import named
from rapport.collect.brought import remember
from rapport.collect.containers import name_of
from rapport.collect.models import Import, Rejected, Source
from rapport.collect.reading import Aside, reader_failed
from rapport.ledger.append import Appender
from rapport.ledger.erased import Marks
from rapport.ledger.locks import keep_erasure_out
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable

_SUPERSEDE = """
    UPDATE collect_rejected AS former SET resolved_at = now()
    FROM collect_rejected AS latest
    WHERE latest.source_id = %s AND latest.id > %s AND former.source_id <> latest.source_id
      AND former.resolved_at IS NULL AND former.archive = latest.archive
      AND former.file = latest.file AND former.position = latest.position AND former.raw = latest.raw
"""


class Retried(NamedTuple):
    resolved: int
    failed: int


def open_ones() -> QuerySet[Rejected]:
    """What still waits for a fix, the newest first."""
    return Rejected.objects.filter(resolved_at=None).select_related("source").order_by("-id")


def set_aside(source: Source, asides: Sequence[Aside]) -> None:
    """Keep what could not be read, inside the caller's transaction.

    A record that an earlier import had set aside in the same words stands only once in the list.
    """
    marks = Marks()
    with connection.cursor() as cursor:
        marks.reload(cursor)
    rows = [_row(source, aside, marks) for aside in asides]
    taken = set(
        Rejected.objects.filter(
            source=source, file__in={row.file for row in rows}, position__in={row.position for row in rows}
        ).values_list("file", "position")
    )
    for row in rows:
        row.position = _free(row.file, row.position, taken)
        taken.add((row.file, row.position))
    first = Rejected.objects.order_by("-id").values_list("id", flat=True).first() or 0
    Rejected.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute(_SUPERSEDE, [source.pk, first])


def settle_faults(sources: Iterable[Source]) -> None:
    """A file that broke off once and was now read again: its old fault is over. It held no record to lose."""
    for source in sources:
        Rejected.objects.filter(
            source__path=source.path, archive=source.archive, source_id__lt=source.pk, raw=b"", resolved_at=None
        ).update(resolved_at=timezone.now())


def retry(rows: Iterable[Rejected]) -> Retried:
    """Read each record again from what was kept of it. Those that still fail keep the new reason; those that went
    meanwhile count as neither."""
    appenders: dict[int, Appender] = {}
    resolved = failed = 0
    for row in rows:
        import_ = row.source.import_run_id  # what is read now was brought by that import
        with transaction.atomic():
            if not _stands(row):
                continue
            if _retry(row, appenders.setdefault(import_, Appender(remember(import_)))):
                resolved += 1
            else:
                failed += 1
    return Retried(resolved, failed)


def _stands(row: Rejected) -> bool:
    """Whether it still waits, and does until the transaction ends: it may be of somebody who was erased meanwhile, or
    of an import that is being forgotten."""
    with connection.cursor() as cursor:
        keep_erasure_out(cursor)
    gone = Q(source__import_run__state__in=[Import.State.FORGETTING, Import.State.FORGOTTEN])
    return Rejected.objects.filter(pk=row.pk, resolved_at=None).exclude(gone).exists()


def let_go(rows: QuerySet[Rejected]) -> int:
    """Take rows off the list for good, with what was kept of them."""
    return rows.update(resolved_at=timezone.now(), raw=b"")


def _retry(row: Rejected, appender: Appender) -> bool:
    archive = named(row.archive)
    if archive is None or not row.raw:
        row.reason = f"{row.reason.removesuffix(AGAIN)}{AGAIN}"
        row.save(update_fields=["reason"])
        return False
    outcomes = _read_again(archive, row)
    faults = [outcome for outcome in outcomes if isinstance(outcome, Unreadable)]
    appender.append([outcome for outcome in outcomes if isinstance(outcome, Record)])
    if faults:
        row.reason = plain(faults[0].reason)
    else:
        row.resolved_at = timezone.now()
    row.save(update_fields=["reason", "resolved_at"])
    return not faults


def _read_again(archive: Archive, row: Rejected) -> list[Outcome]:
    raw = bytes(row.raw)
    try:
        return list(archive.retry(raw, name_of(row.file)))
    except Exception as error:  # noqa: BLE001  # a reader's own fault must not keep the others from being tried
        return [Unreadable(row.position, reader_failed(error), raw)]


AGAIN = " (Nothing of it could be kept: import the file again.)"


def plain(text: str, most: int | None = None) -> str:
    """A text that PostgreSQL can keep: no NUL and no lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "␀")[:most]


def _row(source: Source, aside: Aside, marks: Marks) -> Rejected:
    """Of a record in which somebody who was erased is named, only the place is kept."""
    return Rejected(
        source=source,
        archive=source.archive,
        file=plain(aside.file)[-400:],
        position=plain(aside.record.position, 100),
        reason=plain(aside.record.reason),
        raw=b"" if marks.named_in(aside.record.raw) else aside.record.raw[:MAX_RAW],
    )


def _free(file: str, position: str, taken: set[tuple[str, str]]) -> str:
    """The position, numbered where a file of the same name in the same archive has one like it."""
    numbered, number = position, 1
    while (file, numbered) in taken:
        number += 1
        numbered = f"{position} ({number})"
    return numbered
