"""Read what conversations begin with: where each text stands among all texts, for topics to be made of.

A model reads some fifty texts a second, so not everything is read: the first message of a conversation alone, and of a
month with more than A_MONTH of them that many, drawn once for all by their ids, which are hashes. The newest months
come first. It is done beside everything else, a few texts at a time, each batch in a transaction of its own, for as
long as it is given; a kill or the end of that time leaves the rest for the next. What was edited is read anew; what was
deleted goes at once when its month is looked at, and what is erased or withdrawn goes with it.
"""

import time
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from rapport.ledger.locks import keep_erasure_out
from rapport.ledger.threads.beginnings import BEGINNING

A_MONTH = 1_000
AT_ONCE = 128
LOOKED_AT = 2_000
"""Characters of a text that leave the database."""
MEANING = 7_270_006
"""Advisory lock: one process reads at a time."""

_BEGINS = f"""
    a.month = %(month)s AND NOT a.deleted AND a.kind = ANY('{{{",".join(map(str, BEGINNING))}}}')
    AND (a.text IS NOT NULL OR a.title IS NOT NULL) AND a.parent IS NULL
    AND (a.thread IS NULL OR a.thread = a.id OR NOT EXISTS (SELECT FROM ledger_activity t WHERE t.id = a.thread))
"""
_CHOSEN = f"SELECT a.id, a.revision FROM ledger_activity a WHERE {_BEGINS} ORDER BY a.id LIMIT {A_MONTH}"
_FORGET = f"""
    DELETE FROM ledger_meaning m USING ledger_activity a
    WHERE a.month = %(month)s AND a.id = m.id AND m.id NOT IN (SELECT id FROM ({_CHOSEN}) AS chosen)
"""
_UNREAD = f"""
    SELECT a.id, a.revision, a.title, left(a.text, {LOOKED_AT})
    FROM ({_CHOSEN}) AS chosen JOIN ledger_activity a USING (id)
    WHERE NOT EXISTS (SELECT FROM ledger_meaning m WHERE m.id = a.id AND m.revision = a.revision)
"""


class Unread(NamedTuple):
    """One version of an activity's text that has not been read."""

    id: UUID
    revision: int
    title: str | None
    text: str | None


class Done(NamedTuple):
    read: int
    whole: bool
    """Whether nothing is left to read."""


def read(seconds: float = float("inf")) -> Done | None:
    """Read what has not been read, for about so long. None where another process is at it."""
    ends = time.monotonic() + seconds
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [MEANING])
        if not cursor.fetchone()[0]:
            return None
        try:
            cursor.execute("SELECT month, touched FROM ledger_month WHERE touched <> meant ORDER BY month DESC")
            months = cursor.fetchall()
            for month, _ in months:
                cursor.execute(_FORGET, {"month": month})
            done = 0
            for month, touched in months:
                unread = _unread(month)
                for start in range(0, len(unread), AT_ONCE):
                    if time.monotonic() >= ends:
                        return Done(done, whole=False)
                    done += _keep(unread[start : start + AT_ONCE])
                cursor.execute("UPDATE ledger_month SET meant = %s WHERE month = %s", [touched, month])
            return Done(done, whole=True)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MEANING])


def _unread(month: int) -> list[Unread]:
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, {"month": month})
        return [Unread(*row) for row in cursor.fetchall()]


def _keep(texts: list[Unread]) -> int:
    """Of what still stands as it was read: nothing is kept of what was erased or changed meanwhile."""
    rows = [(one.id, one.revision, vector) for one, vector in zip(texts, _vectors(texts), strict=True)]
    with transaction.atomic(), connection.cursor() as cursor:
        keep_erasure_out(cursor)
        cursor.execute(
            """
            INSERT INTO ledger_meaning (id, revision, vector)
            SELECT read.id, read.revision, read.vector FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[])
                AS read (id, revision, vector)
            JOIN ledger_activity a ON a.id = read.id AND a.revision = read.revision AND NOT a.deleted
            ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, vector = excluded.vector
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )
    return len(rows)


def _vectors(texts: list[Unread]) -> list[bytes | None]:
    from rapport.text.embedding import embed, readable

    said = [readable(one.title, one.text) for one in texts]
    found = iter(embed([one for one in said if one]).astype(np.dtype("<f2")))
    return [next(found).tobytes() if one else None for one in said]
