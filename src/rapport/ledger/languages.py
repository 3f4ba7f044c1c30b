"""Tell in which language texts are: after they came in, beside everything else, month by month.

An append tells of the months it touched; here those are looked through, some texts at a time, each batch in a
transaction of its own. A kill leaves the rest for the next time. The copy then has the language as a column.
"""

from django.db import connection, transaction

from rapport.ledger.locks import keep_erasure_out
from rapport.text.language import language_of

AT_ONCE = 5_000
TELLING = 7_270_005
"""Advisory lock: one process tells languages at a time."""


def tell() -> int:
    """Tell the language of every text that has none yet; answers of how many. At once over where another is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [TELLING])
        if not cursor.fetchone()[0]:
            return 0
        try:
            cursor.execute("SELECT month, touched FROM ledger_month WHERE touched <> told ORDER BY month DESC")
            return sum(_month(month, touched) for month, touched in cursor.fetchall())
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TELLING])


def _month(month: int, touched: int) -> int:
    told = 0
    with connection.chunked_cursor() as found:  # on the server: a month's texts need not fit into memory
        found.execute(_UNTOLD, [month])
        while batch := found.fetchmany(AT_ONCE):
            _keep([(id_, revision, language_of(text)) for id_, revision, text in batch])
            told += len(batch)
    with connection.cursor() as cursor:
        # What was told has to reach the copy: that touches the month once more.
        cursor.execute(
            "UPDATE ledger_month SET told = %s + %s, touched = touched + %s WHERE month = %s",
            [touched, bool(told) + 0, bool(told) + 0, month],
        )
    return told


_UNTOLD = """
    SELECT a.id, a.revision, concat_ws(E'\\n', a.title, left(a.text, 10000)) FROM ledger_activity a
    WHERE a.month = %s AND NOT a.deleted AND (a.text IS NOT NULL OR a.title IS NOT NULL) AND NOT EXISTS
        (SELECT FROM ledger_language l WHERE l.id = a.id AND l.revision = a.revision)
"""


@transaction.atomic
def _keep(told: list[tuple[object, int, str]]) -> None:
    """Of what still stands as it was read: nothing is kept of what was erased, forgotten or changed meanwhile."""
    ids, revisions, languages = (list(column) for column in zip(*sorted(told), strict=True))
    with connection.cursor() as cursor:
        keep_erasure_out(cursor)
        cursor.execute(
            """
            INSERT INTO ledger_language (id, revision, language)
            SELECT told.* FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) AS told (id, revision, language)
            JOIN ledger_activity a ON a.id = told.id AND a.revision = told.revision AND NOT a.deleted
            ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, language = excluded.language
            """,
            [ids, revisions, languages],
        )
