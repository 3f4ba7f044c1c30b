"""Let go of records set aside that name somebody who asked to be forgotten."""

from collections.abc import Iterable

from django.db import connection


def forget(traces: Iterable[str]) -> int:
    """Drop what was kept of every record set aside in which one of these names, handles or addresses stands.

    A name counts only where it stands alone, between quotes, tabs, commas, angle brackets or line ends: `Al` is not
    found in `Alice`. Answers how many records were dropped.
    """
    words = sorted({trace.encode() for trace in traces if trace})
    if not words:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, raw FROM collect_rejected WHERE raw <> ''")
        found = [row_id for row_id, raw in cursor.fetchall() if any(_stands(word, bytes(raw)) for word in words)]
        cursor.execute("DELETE FROM collect_rejected WHERE id = ANY(%s)", [found])
    return len(found)


_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def _stands(word: bytes, raw: bytes) -> bool:
    """Whether a word is in a record and no letter touches it on either side."""
    start = raw.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and raw[start - 1] in _LETTERS) and not (end < len(raw) and raw[end] in _LETTERS):
            return True
        start = raw.find(word, start + 1)
    return False
