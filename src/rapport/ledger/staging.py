"""Rows on their way into tables, by PostgreSQL's binary COPY."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import DataError, connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.ledger.prepare import Values, clean

Columns = Mapping[str, str]
"""Names and PostgreSQL's types, in the order of the values."""

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
"""What stands before and after the rows of a binary COPY (PostgreSQL's documentation of COPY, "Binary Format")."""

_BINARY = {"timestamptz": "int8", "int": "int4"}


def stage(cursor: CursorWrapper, table: str, columns: Columns, rows: Sequence[Values]) -> None:
    """Fill a temporary table, which is empty again after the transaction."""
    make_stage(cursor, table, columns)
    try:
        with transaction.atomic():
            _copy(cursor, table, columns, rows)
    except (DataError, UnicodeEncodeError):
        _copy(cursor, table, columns, map(_cleaned, rows))  # PostgreSQL refused one text: clean them all


def make_stage(cursor: CursorWrapper, table: str, columns: Columns) -> None:
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute("SELECT to_regclass(%s)", [f"pg_temp.{table}"])
    if cursor.fetchone()[0] is None:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({declared}) ON COMMIT DELETE ROWS")
    else:
        cursor.execute(f"TRUNCATE {table}")


def copy_packed(cursor: CursorWrapper, table: str, columns: Columns, packed: bytes) -> None:
    """Copy rows that are in COPY's binary format already."""
    # What COPY refuses shows at its end, where Django does not translate psycopg's errors by itself.
    with connection.wrap_database_errors, cursor.copy(_into(table, columns)) as copy:
        copy.write(packed)


def _copy(cursor: CursorWrapper, table: str, columns: Columns, rows: Iterable[Values]) -> None:
    with connection.wrap_database_errors, cursor.copy(_into(table, columns)) as copy:
        copy.set_types([_BINARY.get(kind, kind) for kind in columns.values()])
        for row in rows:
            copy.write_row(row)


def _into(table: str, columns: Columns) -> str:
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)"


def _cleaned(row: Values) -> Values:
    return tuple(clean(value) if isinstance(value, str) else value for value in row)
