"""Tell what texts say besides their words: language, links, whom they mention, how much code, whether they ask.

That is told after they came in, beside everything else, month by month. An append tells of the months it touched; here
those are looked through, some texts at a time, each batch in a transaction of its own. A kill leaves the rest for the
next time. The copy then has it as columns.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.ledger import mentioned
from rapport.ledger.locks import keep_erasure_out
from rapport.ledger.mentioned import Mention
from rapport.ledger.writing import array, touch_months
from rapport.text.language import language_in
from rapport.text.marks import found_in
from rapport.text.questions import asks_in

AT_ONCE = 5_000
TELLING = 7_270_005
"""Advisory lock: one process tells at a time."""
LINKS, MENTIONS = 32, 64
"""Of each as many are kept of one text; more is a list, or meant to annoy."""
LONGEST_LINK = 500
"""A longer address is left out: cut off, it would lead somewhere else."""


class Told(NamedTuple):
    """Of one version of an activity's text."""

    id: UUID
    revision: int
    language: str
    links: list[str]
    mentions: list[Mention]
    code: int
    asks: bool


def tell(*, wait: bool = False) -> int | None:
    """Tell of every text that has not been told of; answers of how many. Where another process is at it, None at once,
    or what it left with `wait`.

    Mentions of people who have come since are understood too.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_lock(%s)", [TELLING])
        if not wait and not cursor.fetchone()[0]:
            return None
        try:
            mentioned.catch_up()
            cursor.execute("SELECT month, touched FROM ledger_month WHERE touched <> told ORDER BY month DESC")
            return sum(_month(month, touched) for month, touched in cursor.fetchall())
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TELLING])


def _month(month: int, touched: int) -> int:
    _silence(month)
    told = batches = 0
    with connection.chunked_cursor() as found:  # on the server: a month's texts need not fit into memory
        found.execute(_UNTOLD, [month])
        while batch := found.fetchmany(AT_ONCE):
            _keep(month, [told_by(*row) for row in batch])
            told += len(batch)
            batches += 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_month SET told = %s WHERE month = %s", [touched + batches, month])
    return told


_UNTOLD = f"""
    SELECT a.id, a.revision, c.platform, {mentioned.place_of("i.native_id")},
        concat_ws(E'\\n', a.title, left(a.text, 10000)), a.title IS NOT NULL, a.parent IS NOT NULL
    FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id LEFT JOIN ledger_identity i
        ON i.id = a.identity_id
    WHERE a.month = %s AND NOT a.deleted AND (a.text IS NOT NULL OR a.title IS NOT NULL) AND NOT EXISTS
        (SELECT FROM ledger_telling t WHERE t.id = a.id AND t.revision = a.revision AND t.asks IS NOT NULL)
"""


def _silence(month: int) -> None:
    """Drop what was told of a text that is gone: deleted by its author, or made empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM ledger_telling t USING ledger_activity a
            WHERE a.month = %s AND a.id = t.id AND (a.deleted OR (a.text IS NULL AND a.title IS NULL))
            """,
            [month],
        )


def told_by(id_: UUID, revision: int, platform: str, place: str | None, text: str, titled: bool, reply: bool) -> Told:
    found = found_in(text)
    return Told(
        id_,
        revision,
        language_in(found.words),
        [link for link in found.links if len(link) <= LONGEST_LINK][:LINKS],
        [Mention(platform, place or "", name) for name in found.mentions[:MENTIONS]],
        min(len(found.code), 9_999),
        asks_in(found.words, titled=titled, reply=reply),
    )


@transaction.atomic
def _keep(month: int, told: list[Told]) -> None:
    """Of what still stands as it was read: nothing is kept of what was erased, forgotten or changed meanwhile."""
    told.sort()
    with connection.cursor() as cursor:
        keep_erasure_out(cursor)
        _write(cursor, told)
        touch_months(cursor, [month])  # what was told has to reach the copy


def _write(cursor: CursorWrapper, told: Sequence[Told]) -> None:
    known = mentioned.identities(cursor, {mention for one in told for mention in one.mentions})
    rows = [
        (
            one.id,
            one.revision,
            one.language,
            array([_quoted(link) for link in one.links]),
            array({str(known[mention]) for mention in one.mentions if mention in known}),
            array({str(mention.mark) for mention in one.mentions if mention not in known}),
            one.code,
            one.asks,
        )
        for one in told
    ]
    cursor.execute(
        """
        INSERT INTO ledger_telling (id, revision, language, links, mentions, unmet, code, asks)
        SELECT told.id, told.revision, told.language, told.links::text[], told.mentions::int[], told.unmet::bigint[],
            told.code, told.asks
        FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::smallint[],
                %s::bool[]) AS told (id, revision, language, links, mentions, unmet, code, asks)
        JOIN ledger_activity a ON a.id = told.id AND a.revision = told.revision AND NOT a.deleted
        ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, language = excluded.language,
            links = excluded.links, mentions = excluded.mentions, unmet = excluded.unmet, code = excluded.code,
            asks = excluded.asks
        """,
        [list(column) for column in zip(*rows, strict=True)],
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
