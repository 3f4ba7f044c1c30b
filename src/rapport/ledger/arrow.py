"""Read PostgreSQL straight into Arrow, in C: ten times as fast as rows through Python."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import adbc_driver_postgresql.dbapi as adbc
import pyarrow as pa
from django.db import connection

BATCH_BYTES = 4 << 20


def uri() -> str:
    """The address of Django's database, as libpq reads it (in tests that is the test database)."""
    given = connection.get_connection_params()
    query = {key: str(given[key]) for key in ("host", "port", "user", "password", "sslmode") if given.get(key)}
    return f"postgresql:///{quote(str(given['dbname']), safe='')}?{urlencode(query, quote_via=quote)}"


class Snapshot:
    """One read-only look at the database: every query sees the same moment."""

    def __init__(self, cursor: adbc.Cursor) -> None:
        self._cursor = cursor

    def stream(self, sql: str) -> pa.RecordBatchReader:
        """The rows of a query, batch by batch; read them before the next query."""
        self._cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)})
        self._cursor.execute(sql)
        return self._cursor.fetch_record_batch()

    def table(self, sql: str) -> pa.Table:
        return self.stream(sql).read_all()


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    with adbc.connect(uri()) as database, database.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Snapshot(cursor)
        database.rollback()
