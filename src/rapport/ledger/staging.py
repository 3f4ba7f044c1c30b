"""Batches on their way into the ledger's tables: COPY into a temporary table, then one statement that merges.

Everything is written in PostgreSQL's binary COPY format. Ids and JSON travel as raw bytes: `uuid` is its 16 bytes
and `jsonb` its text behind a version byte, which spares a Python object per value.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple

import orjson
from django.db import DataError, connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.words.activity import Activity, Fact, activity_id
from rapport.words.identity import Channel, Identity
from rapport.words.kinds import BY_NAME

KEY_MAX = 500
"""Longer native ids of identities and channels end in a hash: an index entry holds 2,704 bytes at most."""

_ACTIVITY = {
    "id": "uuid", "revision": "bigint", "at": "timestamptz", "month": "int", "identity_id": "int", "channel_id": "int",
    "kind": "smallint", "zone": "smallint", "deleted": "boolean", "native_id": "text", "parent": "uuid",
    "thread": "uuid", "title": "text", "text": "text", "url": "text", "facts": "jsonb",
}  # fmt: skip
_COLUMNS = ", ".join(_ACTIVITY)
_KEPT = ", ".join(f"{name} = excluded.{name}" for name in _ACTIVITY if name != "id")
_IDENTITY = ("platform", "native_id", "handle", "name", "email", "url", "avatar", "bot", "staff", "seen_at")
_DETAILS = _IDENTITY[2:-1]
_BINARY = {"uuid": "bytea", "jsonb": "bytea", "int": "int4", "smallint": "int2", "bigint": "int8"}

_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")

Row = tuple[object, ...]

_id = lru_cache(maxsize=8192)(activity_id)


class Merged(NamedTuple):
    """What the merge wrote; `leads` are the records' own activities."""

    added: int
    leads_added: int
    leads_updated: int


def clean(text: str | None) -> str | None:
    """What PostgreSQL can keep: no NUL, no lone surrogate; each becomes U+FFFD."""
    if not text:
        return text
    return _UNKEEPABLE.sub("\ufffd", text)


def _cleaned(row: Row) -> Row:
    return tuple(clean(value) if isinstance(value, str) else value for value in row)


def key(native_id: str) -> str:
    """A native id as the index can hold it."""
    if len(native_id) <= KEY_MAX:
        return native_id
    digest = blake2b(native_id.encode("utf-8", "surrogatepass"), digest_size=16)
    return f"{native_id[:KEY_MAX]}…{digest.hexdigest()}"


def _facts(activity: Activity) -> bytes | None:
    if not activity.facts:
        return None
    try:
        encoded = orjson.dumps(activity.facts)
    except orjson.JSONEncodeError:  # a lone surrogate, or a number of more than 64 bits
        encoded = orjson.dumps({clean(name): _keepable(fact) for name, fact in activity.facts.items()})
    return b"\x01" + encoded.replace(b"\\u0000", b"\\ufffd")


def _keepable(fact: Fact) -> Fact:
    if isinstance(fact, str):
        return clean(fact)
    if isinstance(fact, int) and fact.bit_length() > 63:
        return str(fact)
    return fact


def _row(id_: bytes, activity: Activity, identity: int | None, channel: int, lead: bool) -> Row:
    platform, native_id, kind, at, _, _, revision, zone, parent, thread, title, text, url, _, deleted = activity
    if deleted:
        title = text = url = facts = None
    else:
        facts = _facts(activity)
    return (
        id_, revision, at, at.year * 100 + at.month, identity, channel, BY_NAME[kind].number,
        zone if zone is not None and -1440 <= zone <= 1440 else None, deleted, native_id,
        _id(platform, parent) if parent else None, _id(platform, thread) if thread else None,
        title, text, url, facts, lead,
    )  # fmt: skip


def _stage(cursor: CursorWrapper, table: str, columns: Mapping[str, str], rows: Sequence[Row]) -> None:
    """Fill a temporary table. Rows are tried as they are; only if PostgreSQL refuses them is every text cleaned."""
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute("SELECT to_regclass(%s)", [f"pg_temp.{table}"])
    if cursor.fetchone()[0] is None:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({declared}) ON COMMIT DELETE ROWS")
    else:
        cursor.execute(f"TRUNCATE {table}")
    types = [_BINARY.get(kind, kind) for kind in columns.values()]
    try:
        # What COPY refuses shows at its end, where Django does not translate psycopg's errors by itself.
        with transaction.atomic(), connection.wrap_database_errors:
            _copy(cursor, table, types, rows)
    except (DataError, UnicodeEncodeError):
        _copy(cursor, table, types, map(_cleaned, rows))


def _copy(cursor: CursorWrapper, table: str, types: list[str], rows: Iterable[Row]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(types)
        write = copy.write_row
        for row in rows:
            write(row)


def channel_keys(cursor: CursorWrapper, channels: Iterable[Channel]) -> dict[Channel, int]:
    """The dense keys of channels; new ones are made, a changed name or address is kept."""
    listed = list(channels)
    _stage(
        cursor,
        "staged_channel",
        {"platform": "text", "native_id": "text", "name": "text", "url": "text", "n": "int"},
        [(each.platform, key(each.native_id), each.name, each.url, n) for n, each in enumerate(listed)],
    )
    cursor.execute("ANALYZE staged_channel")
    cursor.execute(
        """
        WITH known AS (
            SELECT new.*, old.id, old.id IS NULL OR new.name <> old.name
                OR coalesce(new.url <> old.url, new.url IS NOT NULL) AS differs
            FROM staged_channel new LEFT JOIN ledger_channel old USING (platform, native_id)
        ), written AS (
            INSERT INTO ledger_channel AS c (platform, native_id, name, url)
            SELECT DISTINCT ON (platform, native_id) platform, native_id, name, url FROM known
            WHERE differs ORDER BY platform, native_id, n
            ON CONFLICT (platform, native_id) DO UPDATE SET name = excluded.name, url = coalesce(excluded.url, c.url)
            RETURNING platform, native_id, id
        )
        SELECT n, id FROM known WHERE NOT differs
        UNION ALL SELECT n, written.id FROM written JOIN staged_channel USING (platform, native_id)
        """
    )
    return {listed[n]: id_ for n, id_ in cursor.fetchall()}


def identity_keys(cursor: CursorWrapper, identities: Mapping[Identity, datetime]) -> dict[Identity, int]:
    """The dense keys of identities, each given with the time of the newest activity that told of its details.

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
    cursor.execute("ANALYZE staged_identity")  # without it the planner reads every identity there is, each time
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
    FROM staged_identity new LEFT JOIN ledger_identity old USING (platform, native_id)
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


def copy_activities(
    cursor: CursorWrapper,
    chosen: Mapping[bytes, Activity],
    leads: set[bytes],
    identities: Mapping[Identity, int],
    channels: Mapping[Channel, int],
) -> None:
    """Stage a batch's activities, in the order of their keys."""
    rows = [
        _row(
            id_,
            activity,
            identities[activity.author] if activity.author else None,
            channels[activity.channel],
            id_ in leads,
        )
        for id_, activity in sorted(chosen.items(), key=itemgetter(0))
    ]
    _stage(cursor, "staged_activity", {**_ACTIVITY, "lead": "boolean"}, rows)


def merge_activities(cursor: CursorWrapper) -> Merged:
    """Write what is staged: new ids, and known ones whose revision rose; mark every month it touched as dirty."""
    cursor.execute(
        f"""
        WITH written AS (
            INSERT INTO ledger_activity AS kept ({_COLUMNS}) SELECT {_COLUMNS} FROM staged_activity
            ON CONFLICT (id) DO UPDATE SET {_KEPT}, former_month = kept.month
            WHERE excluded.revision > kept.revision
            RETURNING id, month, former_month, (xmax = 0) AS added
        ), touched AS (
            INSERT INTO ledger_month AS m (month, touched, copied)
            SELECT month, 1, 0 FROM (
                SELECT month FROM written UNION SELECT former_month FROM written WHERE NOT added
            ) AS dirty ORDER BY month
            ON CONFLICT (month) DO UPDATE SET touched = m.touched + 1
        )
        SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE added AND lead),
               count(*) FILTER (WHERE NOT added AND lead)
        FROM written JOIN staged_activity USING (id)
        """
    )
    return Merged(*cursor.fetchone())
