"""Keep activities, each once: the only way into the ledger.

A batch goes through staging tables (COPY is several times as fast as parameters) into identities, channels and
activities, in the caller's transaction, so that a cursor or a vote is kept together with what it brought. Rows are
written in the order of their keys, identities before activities before months, so that two writers never wait for
each other in a circle.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.ledger import staging
from rapport.ledger.erased import Marks
from rapport.ledger.locks import keep_erasure_out
from rapport.words.activity import Activity, activity_id
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record

CACHED = 60_000
"""Identities and channels whose keys are remembered; at some 700 bytes each, about 40 MB."""


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
    activities: int = 0
    """Activities that the ledger did not hold before, the records' own and those that came with them."""


class _Batch:
    """One batch, each activity once in its highest revision, without the erased."""

    def __init__(
        self,
        records: Sequence[Record],
        marks: Marks,
        identities: Mapping[Identity, int],
        channels: Mapping[Channel, int],
    ) -> None:
        self.chosen: dict[bytes, Activity] = {}
        self.leads: set[bytes] = set()
        self.authors: dict[Identity, datetime] = {}
        """Authors whose keys are not known yet, each with the time of their newest activity here."""
        self.channels: set[Channel] = set()
        """Channels whose keys are not known yet."""
        self.erased = self.skipped = 0
        self._marks = marks
        self._identities = identities
        self._known_channels = channels
        for record in records:
            self._take(record)
        self.kept = len(records) - self.erased - self.skipped

    def _take(self, record: Record) -> None:
        chosen = self.chosen
        lead = True
        for activity in record.activities:
            author, channel = activity.author, activity.channel
            if author is not None and author not in self._identities and not self._meet(author, activity.at):
                self.erased += lead
                lead = False
                continue
            if channel not in self._known_channels:
                self.channels.add(channel)
            id_ = activity_id(activity.platform, activity.native_id)
            other = chosen.get(id_)
            if other is None or activity.revision > other.revision:
                chosen[id_] = activity
            if lead:
                self.leads.add(id_)
                lead = False
        self.skipped += not record.activities

    def _meet(self, author: Identity, at: datetime) -> bool:
        """Note an author not known yet; False for one who asked to be forgotten."""
        seen = self.authors.get(author)
        if seen is None:
            if author in self._marks:
                return False
            self.authors[author] = at
        elif at > seen:
            self.authors[author] = at
        return True


class Appender:
    """Appends batches and remembers the keys of identities and channels between them.

    An appender belongs to one thread. Identity and channel keys survive a rollback of the batch that made them only
    if that batch committed: on any error the appender forgets what it knew.
    """

    def __init__(self) -> None:
        self._identities: dict[Identity, int] = {}
        self._channels: dict[Channel, int] = {}
        self._marks = Marks()

    def append(self, records: Sequence[Record]) -> Appended:
        """Keep a batch, inside the caller's `transaction.atomic()`. Memory grows with the batch alone.

        Raises TransactionManagementError outside a transaction.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("Appender.append belongs in a transaction.atomic() block.")
        kept = False
        try:
            with connection.cursor() as cursor:
                appended = self._append(cursor, records)
            kept = True
        finally:
            if not kept:
                self.forget()
        return appended

    def forget(self) -> None:
        """Drop every remembered key; the caller does so when it takes its transaction back."""
        self._identities.clear()
        self._channels.clear()

    def _append(self, cursor: CursorWrapper, records: Sequence[Record]) -> Appended:
        keep_erasure_out(cursor)
        if self._marks.reload(cursor) or len(self._identities) + len(self._channels) > CACHED:
            self.forget()
        batch = _Batch(records, self._marks, self._identities, self._channels)
        if batch.authors:
            self._identities.update(staging.identity_keys(cursor, batch.authors))
        if batch.channels:
            self._channels.update(staging.channel_keys(cursor, batch.channels))
        staging.copy_activities(cursor, batch.chosen, batch.leads, self._identities, self._channels)
        merged = staging.merge_activities(cursor)
        return Appended(
            added=merged.leads_added,
            known=batch.kept - merged.leads_added,
            updated=merged.leads_updated,
            erased=batch.erased,
            skipped=batch.skipped,
            activities=merged.added,
        )
