"""The columnar copy of the ledger: Delta Lake tables, activities and two rollups of them, a partition a month, and
what follows from whole threads (`keeping.py`).

An append marks the months it touched; `refresh` rewrites those and no others. It notes how often a month had been
touched in the same snapshot from which it reads the rows, and writes that number down only when the copy stands, so a
kill at any instant leaves the month marked and the next refresh does it again.
"""

import os
import shutil
import time
import uuid
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import psutil
import pyarrow as pa
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from django.conf import settings
from django.db import connection, transaction

from rapport.ledger.arrow import snapshot
from rapport.ledger.engines.delta import ACTIVITY, TABLES, Tables, keyed
from rapport.ledger.engines.duckdb import SPILL
from rapport.ledger.keeping import follow
from rapport.ledger.locks import COPYING
from rapport.ledger.models import Copy

ROWS_AT_ONCE = 100_000
"""Months are rewritten together up to about this many activities: few commits, flat memory."""
KEEP_HOURS = 1
"""How long a replaced file stays for those who still read it; deleted text is gone from the disk after that."""
_PROPERTIES = WriterProperties(compression="ZSTD", max_row_group_size=16 * 1024)
_CONFIGURATION = {
    # Statistics stand in the table's log, which outlives the files: they must not quote anybody.
    "delta.dataSkippingStatsColumns": "month",
    "delta.checkpointInterval": "20",
    "delta.logRetentionDuration": "interval 1 days",
}

Months = dict[int, int]
"""Each month with how often it had been touched when it was read."""


def refresh(*, wait: bool = True) -> int:
    """Bring the copy up to date; answer how many months were rewritten.

    With `wait=False` it answers 0 at once if another process is at it. Makes the copy if there is none.
    """
    with _alone(wait) as alone:
        if not alone:
            return 0
        current = Copy.objects.first()
        if current is None or not Tables(settings.COPY / current.generation).complete():
            return _build()
        return _rewrite(Tables(settings.COPY / current.generation), current)


def rebuild() -> int:
    """Make the copy anew from PostgreSQL, beside the old one, which answers until the new one stands.

    The old one stays on the disk for those who still read it, as replaced files do.
    """
    with _alone(wait=True):
        return _build()


def tidy(*, hours: int = KEEP_HOURS) -> None:
    """Remove files that were replaced this many hours ago. With 0, whoever reads one just now must ask again."""
    with _alone(wait=True):
        current = Copy.objects.first()
        if current is not None:
            for folder in Tables(settings.COPY / current.generation):
                _vacuum(folder, hours)
            _remove_others(current.generation, hours)


def as_of() -> datetime | None:
    """The time up to which the copy is complete: now, if no month waits. None: there is no copy yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN EXISTS (SELECT FROM ledger_month WHERE touched <> copied) THEN as_of ELSE now() END"
            " FROM ledger_copy"
        )
        row = cursor.fetchone()
    return row[0] if row else None


def waiting() -> int:
    """How many months the copy has yet to rewrite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_month WHERE touched <> copied")
        return int(cursor.fetchone()[0])


def _rewrite(tables: Tables, current: Copy) -> int:
    """Rewrite what is dirty, some months at a time. What is written is shown, and marked, when the next is begun, and
    the last with the tables that follow from it: readers load one state less."""
    started, whole = _now(), _put_back(tables, current)
    done, written = 0, Months()
    for months in _groups("touched <> copied"):
        if written:
            _show(tables, current, written, TABLES)
        written = _write(tables, months)
        done += len(months)
    if done:
        current.followed, current.as_of = follow(tables, current.followed, _overwrite, anew=not whole), started
        _show(tables, current, written)
        for folder in tables.all():
            _vacuum(folder, KEEP_HOURS)
    else:  # what comes next must not make it look as old as the last change before
        Copy.objects.update(as_of=started)
    return done


def _put_back(tables: Tables, current: Copy) -> bool:
    """Undo what a job that was killed has written into tables of whole threads, and nobody sees yet: who went on from
    these would not find what was changed then and is by now what it was before. Whether that could be done."""
    for name, now in tables.versions().items():
        seen = current.versions.get(name)
        if name not in TABLES and seen != now:
            if seen is None:
                return False
            try:
                DeltaTable(tables.folder / name).restore(seen)
            except (DeltaError, OSError):  # its files are gone from the disk
                return False
    return True


def _show(tables: Tables, current: Copy, written: Months, names: Container[str] | None = None) -> None:
    """Have readers see the newest state of these tables, or of all."""
    now = tables.versions()
    current.versions |= {name: now[name] for name in now if names is None or name in names}
    with transaction.atomic():
        current.save()
        _mark_copied(written)


def _build() -> int:
    started = _now()
    generation = f"copy-{uuid.uuid4().hex[:12]}"
    tables = Tables(settings.COPY / generation)
    tables.make(_CONFIGURATION)
    written: Months = {}
    for months in _groups("true"):
        written |= _write(tables, months)
    followed = follow(tables, None, _overwrite)
    with transaction.atomic():
        for old in Copy.objects.all():
            with suppress(FileNotFoundError):
                os.utime(settings.COPY / old.generation)  # it is replaced now: from here its age counts
            old.delete()
        _show(tables, Copy(generation=generation, as_of=started, followed=followed), written)
    _remove_others(generation, KEEP_HOURS)
    return len(written)


def _write(tables: Tables, months: Sequence[int]) -> Months:
    """Rewrite these months in both tables and say how often each had been touched."""
    listed = ", ".join(map(str, months))
    with snapshot() as look:
        touched = look.table(f"SELECT month, touched FROM ledger_month WHERE month IN ({listed})")
        for folder, name in zip(tables, TABLES, strict=True):
            with look.stream(_QUERIES[name].format(months=listed)) as rows:
                _overwrite(folder, _typed(rows, TABLES[name]), listed)
    return dict(zip(touched["month"].to_pylist(), touched["touched"].to_pylist(), strict=True))


_ACTIVITIES = """
SELECT uuid_send(a.id) AS id, a.revision, a.at, a.month, a.identity_id AS identity, a.channel_id AS channel,
       c.platform, a.kind, a.zone, uuid_send(a.parent) AS parent, uuid_send(a.thread) AS thread,
       a.native_id, a.title, a.text, a.url, a.facts::text AS facts, nullif(l.language, 'und') AS language,
       l.links, l.mentions, l.code, l.asks
FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id
LEFT JOIN ledger_telling l ON l.id = a.id AND l.revision = a.revision
WHERE a.month IN ({months}) AND NOT a.deleted
"""


_ROLLUPS = """
SELECT a.month, (a.at AT TIME ZONE 'UTC')::date AS day, c.platform, a.kind, a.identity_id AS identity,
       nullif(l.language, 'und') AS language, count(*)::integer AS n, min(a.at) AS first_at
FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id
LEFT JOIN ledger_telling l ON l.id = a.id AND l.revision = a.revision
WHERE a.month IN ({months}) AND NOT a.deleted GROUP BY 1, 2, 3, 4, 5, 6
"""


_MENTIONS = """
SELECT a.month, a.identity_id AS identity, who AS mentioned, count(*)::integer AS n
FROM ledger_activity a JOIN ledger_telling l ON l.id = a.id AND l.revision = a.revision, unnest(l.mentions) AS who
WHERE a.month IN ({months}) AND NOT a.deleted AND a.identity_id IS NOT NULL GROUP BY 1, 2, 3
"""
_QUERIES = {"activity": _ACTIVITIES, "rollup": _ROLLUPS, "mention": _MENTIONS}


def _typed(rows: pa.RecordBatchReader, schema: pa.Schema) -> pa.RecordBatchReader:
    """A column that holds nothing in a batch has no type of its own; here each gets the copy's."""
    batches = map(keyed, rows) if schema is ACTIVITY else iter(rows)
    return pa.RecordBatchReader.from_batches(schema, (batch.cast(schema) for batch in batches))


def _overwrite(folder: Path, rows: pa.RecordBatchReader, listed: str) -> None:
    """Put these rows in the place of those of the listed months; without any, of all."""
    months = f"month IN ({listed})" if listed else None
    write_deltalake(
        folder, rows, mode="overwrite", predicate=months, writer_properties=_PROPERTIES, configuration=_CONFIGURATION
    )


def _vacuum(folder: Path, hours: int) -> None:
    table = DeltaTable(folder)
    table.vacuum(retention_hours=hours, enforce_retention_duration=False, dry_run=False)
    table.cleanup_metadata()


def _groups(where: str) -> Iterator[list[int]]:
    """The months in question, in groups of about ROWS_AT_ONCE activities (a month is never cut in two)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT month, (SELECT count(*) FROM ledger_activity a WHERE a.month = m.month)
            FROM ledger_month m WHERE {where} ORDER BY month
            """
        )
        found = cursor.fetchall()
    group: list[int] = []
    size = 0
    for month, rows in found:
        if group and size + rows > ROWS_AT_ONCE:
            yield group
            group, size = [], 0
        group.append(month)
        size += rows
    if group:
        yield group


def _mark_copied(months: Months) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_month m SET copied = done.touched"
            " FROM unnest(%s::int[], %s::bigint[]) AS done (month, touched) WHERE m.month = done.month",
            [list(months), list(months.values())],
        )


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def _remove_others(generation: str, hours: int) -> None:
    """Remove other generations that were replaced, or left half made by a kill, this many hours ago, and what engines
    of processes that were killed have left."""
    replaced = time.time() - hours * 3600
    for folder in settings.COPY.iterdir():
        if folder.name.startswith(SPILL):
            if not psutil.pid_exists(int(folder.name.split("-")[1])):
                shutil.rmtree(folder, ignore_errors=True)
        elif folder.name != generation and folder.stat().st_mtime <= replaced:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(wait: bool) -> Iterator[bool]:
    """Be the only one who writes the copy. The lock ends with the connection, so a killed writer blocks nobody."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_lock(%s)", [COPYING])
        got = wait or bool(cursor.fetchone()[0])
        try:
            yield got
        finally:
            if got:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [COPYING])
