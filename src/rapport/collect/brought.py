"""Remember which import brought what, so that it can tell of it and be forgotten.

One row a batch, in the batch's transaction: a thousandth of the import's time, where a row an activity took a third.
"""

from collections.abc import Callable, Iterator

from django.db.models import Sum
from django.db.models.functions import Length

from rapport.collect.models import Brought
from rapport.ledger.append import Held
from rapport.ledger.claims import ACTIVITY, CHANNEL, IDENTITY

WIDTH = {ACTIVITY: 16, IDENTITY: 4, CHANNEL: 4}
"""Bytes of a key."""


def remember(import_: int) -> Callable[[Held], None]:
    """What an import's `Appender` tells, kept under the import's number."""

    def tell(held: Held) -> None:
        rows = [
            Brought(import_run_id=import_, what=what, new=keys.new, known=keys.known)
            for what, keys in ((ACTIVITY, held.activities), (IDENTITY, held.identities), (CHANNEL, held.channels))
            if keys.new or keys.known
        ]
        Brought.objects.bulk_create(rows)

    return tell


def held(import_: int, what: int) -> Iterator[bytes]:
    """The keys that an import holds, batch by batch; one may come more than once."""
    rows = Brought.objects.filter(import_run=import_, what=what).order_by("pk")
    for new, known in rows.values_list("new", "known").iterator(chunk_size=50):
        yield bytes(new) + bytes(known)


def how_many(import_: int, what: int) -> int:
    """How many things an import holds, at once: one that two of its batches held counts twice."""
    size = Length("new") + Length("known")
    held_bytes = Brought.objects.filter(import_run=import_, what=what).aggregate(size=Sum(size))["size"] or 0
    return int(held_bytes) // WIDTH[what]


def new_ones(import_: int, what: int) -> int:
    """How many things the ledger had not before this import."""
    news = Brought.objects.filter(import_run=import_, what=what).aggregate(size=Sum(Length("new")))["size"] or 0
    return int(news) // WIDTH[what]
