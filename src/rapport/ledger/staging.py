"""Batches on their way into the ledger's tables.

What is new is copied straight into the table; what is known in a lower revision goes through a temporary table and one
statement that merges. So does a batch of which another writer has just added a part.

Everything is written in PostgreSQL's binary COPY format. Ids and JSON travel as raw bytes: `uuid` is its 16 bytes
and `jsonb` its text behind a version byte, which spares a Python object per value.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import DataError, IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.ledger.prepare import AUTHOR, CHANNEL, COLUMNS, MONTH, Row, clean
from rapport.words.identity import Channel, Identity

KEY_MAX = 500
"""Longer native ids of identities and channels end in a hash: an index entry holds 2,704 bytes at most."""

_LISTED = ", ".join(COLUMNS)
_KEPT = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "id")
_IDENTITY = ("platform", "native_id", "handle", "name", "email", "url", "avatar", "bot", "staff", "seen_at")
_DETAILS = _IDENTITY[2:-1]
_BINARY = {
    "uuid": "bytea",
    "jsonb": "bytea",
    "timestamptz": "int8",
    "int": "int4",
    "smallint": "int2",
    "bigint": "int8",
}


class Written(NamedTuple):
    """What was written of a batch: the ids that are new and those whose revision rose."""

    added: set[bytes]
    updated: set[bytes]


def _cleaned(row: Row) -> Row:
    return tuple(clean(value) if isinstance(value, str) else value for value in row)


def key(native_id: str) -> str:
    """A native id as the index can hold it."""
    if len(native_id) <= KEY_MAX:
        return native_id
    digest = blake2b(native_id.encode("utf-8", "surrogatepass"), digest_size=16)
    return f"{native_id[:KEY_MAX]}…{digest.hexdigest()}"


def _stage(cursor: CursorWrapper, table: str, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
    """Fill a temporary table."""
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute("SELECT to_regclass(%s)", [f"pg_temp.{table}"])
    if cursor.fetchone()[0] is None:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({declared}) ON COMMIT DELETE ROWS")
    else:
        cursor.execute(f"TRUNCATE {table}")
    _fill(cursor, table, columns, rows)


def _fill(cursor: CursorWrapper, table: str, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
    """Copy rows as they are; only if PostgreSQL refuses a text is every text cleaned."""
    try:
        with transaction.atomic():
            _copy(cursor, table, columns, rows)
    except (DataError, UnicodeEncodeError):
        _copy(cursor, table, columns, map(_cleaned, rows))


def _copy(cursor: CursorWrapper, table: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
    # What COPY refuses shows at its end, where Django does not translate psycopg's errors by itself.
    into = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)"
    with connection.wrap_database_errors, cursor.copy(into) as copy:
        copy.set_types([_BINARY.get(kind, kind) for kind in columns.values()])
        write = copy.write_row
        for row in rows:
            write(row)


def channel_keys(cursor: CursorWrapper, channels: Iterable[Channel]) -> dict[Channel, int]:
    """The dense keys of channels; new ones are made, a changed name or address is kept, a stand-in replaces none."""
    listed = list(channels)
    _stage(
        cursor,
        "staged_channel",
        {"platform": "text", "native_id": "text", "name": "text", "url": "text", "named": "boolean", "n": "int"},
        [(*each[:1], key(each.native_id), *each[2:4], not each.stands_in, n) for n, each in enumerate(listed)],
    )
    cursor.execute(
        """
        WITH known AS (
            SELECT new.platform, new.native_id, new.url, new.named, new.n, old.id,
                CASE WHEN new.named THEN new.name ELSE coalesce(old.name, new.name) END AS name,
                old.id IS NULL OR (new.named AND new.name <> old.name)
                OR coalesce(new.url <> old.url, new.url IS NOT NULL) AS differs
            FROM staged_channel new LEFT JOIN LATERAL (
                SELECT id, name, url FROM ledger_channel c
                WHERE c.platform = new.platform AND c.native_id = new.native_id LIMIT 1
            ) old ON true
        ), written AS (
            INSERT INTO ledger_channel AS c (platform, native_id, name, url)
            SELECT DISTINCT ON (platform, native_id) platform, native_id, name, url FROM known
            WHERE differs ORDER BY platform, native_id, named DESC, n
            ON CONFLICT (platform, native_id) DO UPDATE SET name = excluded.name, url = coalesce(excluded.url, c.url)
            RETURNING platform, native_id, id
        )
        SELECT n, id FROM known WHERE NOT differs
        UNION ALL SELECT n, written.id FROM written JOIN staged_channel USING (platform, native_id)
        """
    )
    return {listed[n]: id_ for n, id_ in cursor.fetchall()}


def identity_keys(cursor: CursorWrapper, identities: Mapping[Identity, int]) -> dict[Identity, int]:
    """The dense keys of identities, each given with the time (µs since 2000) of the newest activity that told of it.

    New ones are made. Newer details replace older ones; a detail that the newer source does not give stays.
    """
    listed = list(identities)
    types = dict.fromkeys(_IDENTITY, "text") | {
        "bot": "boolean",
        "staff": "boolean",
        "seen_at": "timestamptz",
    }
    _stage(
        cursor,
        "staged_identity",
        {**types, "n": "int"},
        [(each.platform, key(each.native_id), *each[2:], identities[each], n) for n, each in enumerate(listed)],
    )
    cursor.execute(_MERGE_IDENTITIES)
    return {listed[n]: id_ for n, id_ in cursor.fetchall()}


_MERGE_IDENTITIES = f"""
WITH known AS (
    SELECT new.*, old.id, old.id IS NULL OR {
    " OR ".join(
        f"(new.{name} <> old.{name} AND new.seen_at >= old.seen_at) OR (old.{name} IS NULL AND new.{name} IS NOT NULL)"
        for name in _DETAILS
    )
} AS differs
    FROM staged_identity new LEFT JOIN LATERAL (
        SELECT id, {", ".join(_DETAILS)}, seen_at FROM ledger_identity i
        WHERE i.platform = new.platform AND i.native_id = new.native_id LIMIT 1
    ) old ON true
), written AS (
    INSERT INTO ledger_identity AS i ({", ".join(_IDENTITY)})
    SELECT DISTINCT ON (platform, native_id) {", ".join(_IDENTITY)} FROM known
    WHERE differs ORDER BY platform, native_id, seen_at DESC
    ON CONFLICT (platform, native_id) DO UPDATE SET {
    ", ".join(
        f"{name} = CASE WHEN excluded.seen_at >= i.seen_at THEN coalesce(excluded.{name}, i.{name})"
        f" ELSE coalesce(i.{name}, excluded.{name}) END"
        for name in _DETAILS
    )
}, seen_at = greatest(i.seen_at, excluded.seen_at)
    RETURNING platform, native_id, id
)
SELECT n, id FROM known WHERE NOT coalesce(differs, false)
UNION ALL SELECT n, written.id FROM written JOIN staged_identity USING (platform, native_id)
"""


def write_activities(
    cursor: CursorWrapper, rows: Sequence[Row], authors: Sequence[int | None], channels: Sequence[int]
) -> Written:
    """Write what is new and what is known in a lower revision; mark every month that it touches as dirty.

    Rows name author and channel by their place in these lists of keys.
    """
    known = _revisions(cursor, rows)
    fresh: list[Row] = []
    newer: list[Row] = []
    for row in rows:
        revision = known.get(row[0])
        if revision is None or row[1] > revision:
            author: Any = row[AUTHOR]
            key = None if author is None else authors[author]
            kept = (*row[:AUTHOR], key, channels[row[CHANNEL]], *row[CHANNEL + 1 :])
            (fresh if revision is None else newer).append(kept)
    if fresh and not copy_activities(cursor, fresh):
        fresh, newer = [], sorted(fresh + newer, key=itemgetter(0))
    merged = merge_activities(cursor, newer) if newer else []
    touch_months(cursor, {row[MONTH] for row in fresh} | {month for _, *months, _ in merged for month in months})
    return Written(
        {row[0] for row in fresh} | {id_ for id_, _, _, added in merged if added},
        {id_ for id_, _, _, added in merged if not added},
    )


def _revisions(cursor: CursorWrapper, rows: Sequence[Row]) -> dict[bytes, int]:
    """The revisions of the ids that are there. One look into the index an id: the planner would read the table."""
    cursor.execute(
        """
        SELECT uuid_send(kept.id), kept.revision FROM unnest(string_to_array(%s, ' ')::uuid[]) AS asked (id),
            LATERAL (SELECT a.id, a.revision FROM ledger_activity a WHERE a.id = asked.id LIMIT 1) AS kept
        """,
        [" ".join([row[0].hex() for row in rows])],
    )
    return {bytes(id_): revision for id_, revision in cursor.fetchall()}


def copy_activities(cursor: CursorWrapper, rows: Sequence[Row]) -> bool:
    """Add rows that were not there; False, and nothing added, if another writer was quicker with one of them."""
    try:
        with transaction.atomic():
            _fill(cursor, "ledger_activity", COLUMNS, rows)
    except IntegrityError:
        return False
    return True


def merge_activities(cursor: CursorWrapper, rows: Sequence[Row]) -> list[tuple[bytes, int, int | None, bool]]:
    """Add rows, or replace the lower revision that is there; gives id, month, former month, and whether it is new."""
    _stage(cursor, "staged_activity", COLUMNS, rows)
    cursor.execute(
        f"""
        INSERT INTO ledger_activity AS kept ({_LISTED}) SELECT {_LISTED} FROM staged_activity
        ON CONFLICT (id) DO UPDATE SET {_KEPT}, former_month = kept.month
        WHERE excluded.revision > kept.revision
        RETURNING uuid_send(id), month, former_month, (xmax = 0)
        """
    )
    return [(bytes(id_), month, former, added) for id_, month, former, added in cursor.fetchall()]


def touch_months(cursor: CursorWrapper, months: Iterable[object]) -> None:
    """Say that these months have changed; the copy has to rewrite them."""
    cursor.execute(
        """
        INSERT INTO ledger_month AS m (month, touched, copied) SELECT month, 1, 0
        FROM unnest(%s::int[]) AS month WHERE month IS NOT NULL ORDER BY month
        ON CONFLICT (month) DO UPDATE SET touched = m.touched + 1
        """,
        [list(months)],
    )
