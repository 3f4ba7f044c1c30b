"""Keep activities, each once: the only way into the ledger.

A batch goes by COPY (several times as fast as parameters) into identities, channels and activities, in the caller's
transaction, so that a cursor or a vote is kept together with what it brought. Rows are written in the order of their
keys, identities before activities before months, so that two writers never wait for each other in a circle.
"""

from collections.abc import Callable, Sequence
from struct import pack
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.ledger import claims, keys, writing
from rapport.ledger.erased import Marks
from rapport.ledger.locks import keep_erasure_out
from rapport.ledger.prepare import AUTHOR, Prepared, Values, prepare
from rapport.ledger.writing import Keys
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record

CACHED = 40_000
"""Identities, and channels, whose keys are remembered; at some 700 bytes each, about 50 MB in all."""


class Appended(NamedTuple):
    """What became of a batch. All but `activities` count records, each by its own (first) activity."""

    added: int = 0
    known: int = 0
    updated: int = 0
    """The part of `known` whose revision rose."""
    erased: int = 0
    """Left out because the author asked to be forgotten."""
    skipped: int = 0
    """Held nothing for the ledger (a private message)."""
    told: int = 0
    """Told of people and places alone (a list of users)."""
    activities: int = 0
    """Activities that the ledger did not hold before, the records' own and those that came with them."""


class Held(NamedTuple):
    """What a batch holds. Identities and channels are told of when they are looked up, not in every batch."""

    activities: Keys
    identities: Keys
    channels: Keys


class Appender:
    """Appends batches and remembers the keys of identities and channels between them.

    `tell` hears in each batch's transaction what it holds. Without one, what the ledger had already is claimed
    (`claims.claim`): no import that is forgotten later takes it away.

    An appender belongs to one thread. Identity and channel keys survive a rollback of the batch that made them only
    if that batch committed: on any error the appender forgets what it knew.
    """

    def __init__(self, tell: Callable[[Held], None] = claims.claim) -> None:
        self._tell = tell
        self._met: list[Keys] = []
        self._identities: dict[Values, int] = {}
        self._channels: dict[Values, int] = {}
        self._marks = Marks()
        self._likely_new = True  # as the batch before was

    def append(self, records: Sequence[Record]) -> Appended:
        """Keep a batch, inside the caller's `transaction.atomic()`. Memory grows with the batch alone.

        Raises TransactionManagementError outside a transaction.
        """
        return self.write(prepare(records))

    def write(self, batch: Prepared) -> Appended:
        """`append`, for a batch that was made ready elsewhere."""
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("An append belongs in a transaction.atomic() block.")
        kept = False
        try:
            with connection.cursor() as cursor:
                appended = self._write(cursor, batch)
            kept = True
        finally:
            if not kept:
                self.forget()
        return appended

    def forget(self) -> None:
        """Drop every remembered key; the caller does so when it takes its transaction back."""
        self._identities.clear()
        self._channels.clear()

    def _write(self, cursor: CursorWrapper, batch: Prepared) -> Appended:
        keep_erasure_out(cursor)
        if self._marks.reload(cursor):
            self.forget()
        for known in (self._identities, self._channels):
            if len(known) > CACHED:
                known.clear()
        self._met = []
        authors, gone = self._author_keys(cursor, batch)
        rows = [row for row in batch.rows if row[AUTHOR] not in gone] if gone else batch.rows
        channels = self._channel_keys(cursor, batch.channels)
        written = writing.write_activities(cursor, rows, authors, channels, likely_new=self._likely_new)
        self._likely_new = written.all_new
        self._tell(Held(written.keys, *self._met))
        erased = sum(place in gone for place in batch.lead_authors) if gone else 0
        return Appended(
            added=written.added,
            known=len(batch.lead_authors) - erased - written.added,
            updated=written.updated,
            erased=erased,
            skipped=batch.skipped,
            told=batch.told,
            activities=written.activities,
        )

    def _author_keys(self, cursor: CursorWrapper, batch: Prepared) -> tuple[list[int | None], set[int]]:
        """The authors' keys in the order of their places, and the places of those who asked to be forgotten."""
        known = self._identities
        gone: set[int] = set()
        unknown: dict[Identity, int] = {}
        for place, (values, seen_at) in enumerate(batch.authors.items()):
            if values not in known:
                author = Identity._make(values)
                if author in self._marks:
                    gone.add(place)
                else:
                    unknown[author] = seen_at
        self._learn(known, keys.identity_keys(cursor, unknown) if unknown else None)
        return [known.get(author) for author in batch.authors], gone

    def _channel_keys(self, cursor: CursorWrapper, channels: Sequence[Values]) -> list[int]:
        unknown = [Channel._make(values) for values in channels if values not in self._channels]
        self._learn(self._channels, keys.channel_keys(cursor, unknown) if unknown else None)
        return [self._channels[channel] for channel in channels]

    def _learn(self, known: dict[Values, int], found: keys.Known | None) -> None:
        """Remember the keys that were looked up, for the next batches and for `tell`."""
        if found is None:
            self._met.append(Keys())
        else:
            known.update(found.keys)
            self._met.append(Keys(_packed(found.made), _packed(set(found.keys.values()) - found.made)))


def _packed(keys: set[int]) -> bytes:
    return pack(f">{len(keys)}i", *sorted(keys))
