"""Let go of what names somebody who asked to be forgotten: records set aside, and what imports found."""

from collections.abc import Iterable, Sequence

from rapport.collect.models import Import, Rejected
from rapport.ledger.named import spoken

AT_ONCE = 20
"""Records in memory; each may hold a megabyte."""


def forget(traces: Iterable[str]) -> int:
    """Drop what was kept of every record set aside in which one of these names, handles or addresses stands.

    A name counts only where it stands alone, between quotes, tabs, commas, angle brackets or line ends: `Al` is not
    found in `Alice`. Answers how many records were dropped.

    What imports found is worked out anew from what stays: the hosts that texts link to may be a person's own.
    """
    Import.objects.exclude(found=None).update(found=None)
    words = sorted({trace for trace in traces if trace})
    if not words:
        return 0
    rows = Rejected.objects.exclude(raw=b"").values_list("pk", "raw").iterator(chunk_size=AT_ONCE)
    found = [pk for pk, raw in rows if _names_any(words, spoken(bytes(raw)))]
    return Rejected.objects.filter(pk__in=found).delete()[0]


def _names_any(words: Sequence[str], text: str) -> bool:
    return any(_stands(word, text) for word in words)


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def _stands(word: str, text: str) -> bool:
    """Whether a word is in a text and no letter touches it on either side."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and text[start - 1] in _LETTERS) and not (end < len(text) and text[end] in _LETTERS):
            return True
        start = text.find(word, start + 1)
    return False
