"""What the database's tables hold, as figures that two databases can be compared by."""

from typing import NamedTuple

from psycopg import Connection, sql

Tables = dict[str, "Fingerprint"]


class Fingerprint(NamedTuple):
    rows: int
    checksum: str
    """The sum of 64 bits of every row's MD5: equal for equal rows in any order."""


# A row's text depends on these settings of the session.
PLAIN = """
SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1
"""
ROW = "('x' || left(md5(t::text), 16))::bit(64)::bigint"


def fingerprints(connection: Connection) -> Tables:
    """Every table of the schema `public` with its fingerprint, within the connection's transaction."""
    connection.execute(PLAIN)
    return {name: _fingerprint(connection, name) for name in names(connection)}


def names(connection: Connection) -> list[str]:
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    return [str(name) for (name,) in rows]


def _fingerprint(connection: Connection, table: str) -> Fingerprint:
    query = sql.SQL("SELECT count(*), coalesce(sum({}), 0)::text FROM {} AS t")
    [row] = connection.execute(query.format(sql.SQL(ROW), sql.Identifier("public", table))).fetchall()
    return Fingerprint(*row)
