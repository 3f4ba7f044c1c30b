"""Make a batch of records ready for the ledger: all that can be worked out without the database. Pure.

An import does this in a process of its own, beside the one that writes; what is made here is plain values that cross
between the two cheaply.
"""

import marshal
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from rapport.words.activity import Activity, Fact, activity_id
from rapport.words.identity import Channel, Identity
from rapport.words.kinds import BY_NAME
from rapport.words.records import Record

COLUMNS = {
    "id": "uuid", "revision": "bigint", "at": "timestamptz", "month": "int", "identity_id": "int", "channel_id": "int",
    "kind": "smallint", "zone": "smallint", "deleted": "boolean", "native_id": "text", "parent": "uuid",
    "thread": "uuid", "title": "text", "text": "text", "url": "text", "facts": "jsonb",
}  # fmt: skip
"""What a row holds, in this order. Times are PostgreSQL's own: microseconds since 2000."""
MONTH, AUTHOR, CHANNEL = (list(COLUMNS).index(name) for name in ("month", "identity_id", "channel_id"))

_2000 = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Row = tuple[Any, ...]

_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")

_id = lru_cache(maxsize=8192)(activity_id)


class Prepared(NamedTuple):
    """A batch, each activity once in its highest revision, in the order of their ids."""

    rows: list[Row]
    """As COLUMNS says, but with the author's and the channel's place in the lists below instead of their keys."""
    authors: dict[Identity, int]
    """Each with the time of their newest activity here, in microseconds since 2000."""
    channels: list[Channel]
    leads: set[bytes]
    """The ids of the records' own activities."""
    lead_authors: list[int | None]
    """For each record that holds something, the place of its own activity's author."""
    skipped: int
    """Records that hold nothing."""

    def packed(self) -> bytes:
        """As bytes for another process of ours. `marshal` takes a third of pickle's time for plain values."""
        authors, channels = map(tuple, self.authors), map(tuple, self.channels)
        plain = (self.rows, list(authors), list(self.authors.values()), list(channels), self.leads, *self[4:])
        return marshal.dumps(plain, 2)

    @classmethod
    def unpacked(cls, packed: bytes) -> "Prepared":
        rows, authors, newest, channels, *rest = marshal.loads(packed)  # noqa: S302 (our own process packed it)
        known = dict(zip(map(Identity._make, authors), newest, strict=True))
        return cls(rows, known, list(map(Channel._make, channels)), *rest)


def prepare(records: Sequence[Record]) -> Prepared:
    chosen: dict[bytes, tuple[Activity, int, int | None, int]] = {}
    leads: set[bytes] = set()
    places: dict[Identity, int] = {}
    newest: list[int] = []
    channels: dict[Channel, int] = {}
    lead_authors: list[int | None] = []
    skipped = 0
    for record in records:
        lead = True
        for activity in record.activities:
            at = (activity.at - _2000) // _MICROSECOND
            place = None
            if activity.author is not None:
                place = places.setdefault(activity.author, len(newest))
                if place == len(newest):
                    newest.append(at)
                elif at > newest[place]:
                    newest[place] = at
            channel = channels.setdefault(activity.channel, len(channels))
            id_ = activity_id(activity.platform, activity.native_id)
            other = chosen.get(id_)
            if other is None or activity.revision > other[0].revision:
                chosen[id_] = activity, at, place, channel
            if lead:
                leads.add(id_)
                lead_authors.append(place)
                lead = False
        skipped += lead
        for told in record.channels:
            channels.setdefault(told, len(channels))
    rows = [_row(id_, *found) for id_, found in sorted(chosen.items(), key=itemgetter(0))]
    return Prepared(rows, dict(zip(places, newest, strict=True)), list(channels), leads, lead_authors, skipped)


def _row(id_: bytes, activity: Activity, micros: int, author: int | None, channel: int) -> Row:
    platform, native_id, kind, at, _, _, revision, zone, parent, thread, title, text, url, facts, deleted = activity
    if deleted:
        title = text = url = facts = None
    return (
        id_, revision, micros, at.year * 100 + at.month, author, channel, BY_NAME[kind].number,
        zone if zone is not None and -1440 <= zone <= 1440 else None, deleted, native_id,
        _id(platform, parent) if parent else None, _id(platform, thread) if thread else None,
        title, text, url, _json(facts) if facts else None,
    )  # fmt: skip


def _json(facts: Mapping[str, Fact]) -> bytes:
    try:
        encoded = orjson.dumps(facts)
    except orjson.JSONEncodeError:  # a lone surrogate, or a number of more than 64 bits
        encoded = orjson.dumps({clean(name): _keepable(fact) for name, fact in facts.items()})
    return b"\x01" + encoded.replace(b"\\u0000", b"\\ufffd")


def _keepable(fact: Fact) -> Fact:
    if isinstance(fact, str):
        return clean(fact)
    if isinstance(fact, int) and fact.bit_length() > 63:
        return str(fact)
    return fact


def clean(text: str | None) -> str | None:
    """What PostgreSQL can keep: no NUL, no lone surrogate; each becomes U+FFFD."""
    if not text:
        return text
    return _UNKEEPABLE.sub("\ufffd", text)
