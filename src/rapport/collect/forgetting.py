"""Let go of records set aside that name somebody who asked to be forgotten."""

import json
from collections.abc import Iterable

from rapport.collect.models import Rejected

AT_ONCE = 20
"""Records in memory; each may hold a megabyte."""


def forget(traces: Iterable[str]) -> int:
    """Drop what was kept of every record set aside in which one of these names, handles or addresses stands.

    A name counts only where it stands alone, between quotes, tabs, commas, angle brackets or line ends: `Al` is not
    found in `Alice`. Answers how many records were dropped.
    """
    words = sorted({word for trace in traces if trace for word in _written(trace)})
    if not words:
        return 0
    rows = Rejected.objects.exclude(raw=b"").values_list("pk", "raw").iterator(chunk_size=AT_ONCE)
    found = [pk for pk, raw in rows if any(_stands(word, bytes(raw)) for word in words)]
    return Rejected.objects.filter(pk__in=found).delete()[0]


def _written(trace: str) -> set[bytes]:
    """As it is, and as JSON may write it: `José` is `Jos\\u00e9` in a record of a forum."""
    return {trace.encode("utf-8", "replace"), json.dumps(trace)[1:-1].encode()}


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
