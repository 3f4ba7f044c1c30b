"""What names somebody, in records set aside and in what imports found: told of, and let go of with an erasure."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone

from rapport.collect.models import Event, Import, Rejected
from rapport.ledger.named import beginning, phrase, says, spoken

AT_ONCE = 20
"""Records in memory; each may hold a megabyte."""


def forget(traces: Iterable[str]) -> int:
    """Drop what was kept of every record set aside in which one of these names, handles or addresses stands.

    A name counts only where it stands alone, between quotes, tabs, commas, angle brackets or line ends: `Al` is not
    found in `Alice`. Addresses are one in any case. Answers how many records were dropped.

    What imports found is worked out anew from what stays: the hosts that texts link to may be a person's own.
    """
    Import.objects.exclude(found=None).update(found=None)
    words = sorted({trace for trace in traces if trace})
    found = [pk for pk, _ in _naming(words)]
    return Rejected.objects.filter(pk__in=found).delete()[0] + _forget_events(words)


def _forget_events(words: list[str]) -> int:
    """Events that wait to be read: one that names somebody is never read."""
    waiting = Event.objects.filter(read_at=None).values_list("pk", "body").iterator(chunk_size=AT_ONCE)
    found = [pk for pk, body in waiting if words and _named(words, spoken(bytes(body)))]
    return Event.objects.filter(pk__in=found).update(read_at=timezone.now(), body=b"")


def tell(traces: Iterable[str]) -> list[dict[str, object]]:
    """Where each record stands that `forget` would drop, and what it names. Not its text, which is others' too."""
    named = dict(_naming(traces))
    rows = Rejected.objects.filter(pk__in=named).select_related("source").order_by("pk")
    return [
        {
            "platform": row.source.platform,
            "file": row.file,
            "position": row.position,
            "set_aside_at": row.at,
            "names": named[row.pk],
        }
        for row in rows
    ]


def _naming(traces: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Records that name one of these, by key, with whom they name."""
    words = sorted({trace for trace in traces if trace})
    if not words:
        return
    rows = Rejected.objects.exclude(raw=b"").values_list("pk", "raw").iterator(chunk_size=AT_ONCE)
    for pk, raw in rows:
        if found := _named(words, spoken(bytes(raw))):
            yield pk, found


def _named(words: Sequence[str], text: str) -> list[str]:
    lower = text.lower()
    return [
        word
        for word in words
        if (_stands(word.lower(), lower) if "@" in word else _stands(word, text) or _says(phrase(word), text))
    ]


def _says(called: str, text: str) -> bool:
    return bool(called) and says(text, lambda word: word == beginning(called), lambda said: said == called)


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
