"""A community of any size, written into the ledger by COPY: conversations with questions, answers, closings.

All follows from the number of an activity, so that two runs make the same. Sixteen numbers in a row are conversations
of one, two, five and eight; later ones come closer after one another, as in a community that grows.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
from adbc_driver_manager import AdbcConnection, AdbcStatement
from django.db import connection

from tests.bench.made import TEXTS

AT_ONCE = 500_000
PLATFORMS = ("discord", "discourse", "git", "github", "stackexchange")
CHANNELS = 8
"""Of each platform."""

FIRST = date(2017, 1, 1)
DAYS = (datetime.now(UTC).date() - FIRST).days - 2
"""It ends yesterday."""

PEOPLE = """
INSERT INTO ledger_channel (id, platform, native_id, name)
    SELECT n + 1, (%(platforms)s::text[])[1 + n %% 5], n::text, 'Channel ' || n
    FROM generate_series(0, 5 * %(channels)s - 1) AS n;
INSERT INTO ledger_identity (id, platform, native_id, handle, name, seen_at)
    SELECT n + 1, (%(platforms)s::text[])[1 + n %% 5], n::text, 'handle-' || n, 'Name ' || n / 2, now()
    FROM generate_series(0, %(identities)s - 1) AS n;
INSERT INTO people_member (id, name, side)
    SELECT n + 1, 'Name ' || n, CASE WHEN n %% 200 = 7 THEN 'bot' WHEN n %% 97 = 5 THEN 'team' ELSE 'community' END
    FROM generate_series(0, %(identities)s / 2 - 1) AS n;
INSERT INTO people_link (identity_id, member_id)
    SELECT n + 1, 1 + n / 2 FROM generate_series(0, %(identities)s - 1) AS n WHERE n %% 20 <> 3;
"""
"""Two identities a member; one of twenty is linked to nobody."""

_ROWS = f"""
WITH numbered AS (
    SELECT n, n % 16 AS place, CASE WHEN n % 16 >= 8 THEN 8 WHEN n % 16 >= 3 THEN 3 WHEN n % 16 >= 1 THEN 1 ELSE 0 END
        AS begins FROM range(?::bigint, ?::bigint) AS r (n)
), told AS (
    SELECT n, n - place + begins AS head, place - begins AS reply, die(n, 0, 1000003) / 1000003 AS chance,
        die(n, 1, 1000003) / 1000003 AS who
    FROM numbered
), placed AS (
    SELECT *, ([1, 1, 1, 2, 2, 3, 4, 4, 4, 5])[1 + die(head, 2, 10)] AS platform,
        timestamptz '{FIRST}' + to_seconds(floor(sqrt(head / ?::double) * 86400 * {DAYS})) AS began,
        exp(die(head, 3, 100) / 100 * 11) AS slowness
    FROM told
)
SELECT n, head, reply, platform, chance, began + to_seconds(round(slowness * reply)) AS moment,
    (1 + platform - 1 + 5 * floor(? / 5 * pow(who, 4)))::int AS identity,
    (1 + platform - 1 + 5 * (die(head, 4, {CHANNELS})))::int AS channel,
    CASE platform
        WHEN 1 THEN 32
        WHEN 2 THEN CASE WHEN reply = 0 THEN 1 WHEN chance < 0.1 THEN 4 WHEN reply = 5 AND chance < 0.4 THEN 3
            ELSE 2 END
        WHEN 3 THEN CASE WHEN chance < 0.1 THEN 11 ELSE 6 END
        WHEN 4 THEN CASE WHEN reply = 0 AND chance < 0.2 THEN 21 WHEN reply = 0 AND chance < 0.6 THEN 14
            WHEN reply = 0 THEN 15 WHEN reply = 4 AND chance < 0.5 THEN 17 WHEN reply = 6 AND chance < 0.1 THEN 18
            WHEN reply = 7 AND chance < 0.5 THEN 19 WHEN chance < 0.2 THEN 12 WHEN chance < 0.3 THEN 11 ELSE 16 END
        ELSE CASE WHEN reply = 0 THEN 33 WHEN reply = 3 AND chance < 0.3 THEN 3 WHEN chance < 0.5 THEN 34 ELSE 16 END
    END::smallint AS kind
FROM placed
"""
_ACTIVITIES = f"""
SELECT unhex(md5(n::text)) AS id, 1::bigint AS revision, moment AS "at",
    (year(moment) * 100 + month(moment))::int AS month, identity AS identity_id, channel AS channel_id,
    kind, false AS deleted,
    'thing/' || n AS native_id, 'https://example.org/' || n AS url,
    CASE WHEN platform NOT IN (1, 3) THEN unhex(md5(head::text)) END AS thread,
    CASE WHEN reply > 0 AND platform <> 3 AND (platform <> 1 OR chance < 0.4) THEN unhex(md5((n - 1)::text)) END
        AS parent,
    CASE WHEN reply = 0 AND platform <> 1 THEN 'Title ' || n END AS title,
    CASE WHEN kind NOT IN (3, 4, 17, 18, 19, 21) THEN $texts[1 + die(n, 6, {len(TEXTS)})] || ' ' || md5(n::text) END
        AS text
FROM ({_ROWS})
"""
_TELLINGS = f"""
SELECT unhex(md5(n::text)) AS id, 1::bigint AS revision,
    (['en', 'en', 'en', 'en', 'en', 'de', 'fr', 'ja', 'und', 'und'])[1 + die(n, 7, 10)] AS language,
    CASE WHEN die(n, 8, 7) = 0 THEN [(1 + die(n, 9, 5000))::int, (5001 + die(n, 10, 50))::int] END AS mentions,
    (die(n, 11, 3))::smallint AS code, die(n, 12, CASE WHEN reply = 0 THEN 3 ELSE 20 END) = 0 AS asks
FROM ({_ROWS}) WHERE kind NOT IN (3, 4, 17, 18, 19, 21)
"""


def fill(activities: int, identities: int) -> None:
    """Write all into a new home's ledger; the copy is not made."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"platforms": list(PLATFORMS), "channels": CHANNELS, "identities": identities})
        indexes = _without_indexes(cursor)
    for table, query in (("ledger_activity", _ACTIVITIES), ("ledger_telling", _TELLINGS)):
        copy_in(table, rows(query, activities, identities))
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for index in indexes:
            cursor.execute(index)
        cursor.execute("INSERT INTO ledger_month (month, touched) SELECT month, 1 FROM ledger_activity GROUP BY month")
        cursor.execute("ANALYZE")
    connection.close()


def rows(query: str, activities: int, identities: int) -> Iterator[pa.RecordBatch]:
    made = duckdb.connect(config={"memory_limit": "2GB"})
    made.execute("SET TimeZone = 'UTC'; CREATE MACRO die(n, which, sides) AS (hash(n, which) % sides)::bigint")
    query = query.replace("$texts", "[" + ", ".join("'" + text.replace("'", "''") + "'" for text in TEXTS) + "]")
    for first in range(0, activities, AT_ONCE):
        asked = [first, min(first + AT_ONCE, activities), activities, identities]
        yield from made.execute(query, asked).to_arrow_table().to_batches(max_chunksize=50_000)


def copy_in(table: str, batches: Iterator[pa.RecordBatch]) -> None:
    from rapport.ledger.arrow import _database, uri

    first = next(batches)

    def all_of_them() -> Iterator[pa.RecordBatch]:
        yield first
        yield from batches

    with AdbcConnection(_database(uri())) as to, AdbcStatement(to) as statement:
        statement.set_options(**{"adbc.ingest.target_table": table, "adbc.ingest.mode": "adbc.ingest.mode.append"})
        statement.bind_stream(pa.RecordBatchReader.from_batches(first.schema, all_of_them()))
        statement.execute_update()


def _without_indexes(cursor) -> list[str]:  # type: ignore[no-untyped-def]
    """Drop what would be kept up row by row, and give the statements that make it anew."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('ledger_activity', 'ledger_telling')"
        " AND indexname NOT LIKE '%_pkey'"
    )
    found = cursor.fetchall()
    cursor.execute("; ".join(f'DROP INDEX "{name}"' for name, _ in found))
    keys = []
    for table in ("ledger_activity", "ledger_telling"):
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey")
        keys.append(f"ALTER TABLE {table} ADD PRIMARY KEY (id)")
    return [*keys, *(definition for _, definition in found)]
