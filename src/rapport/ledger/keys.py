"""The dense keys of identities and channels: what activities and the copy hold instead of names."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper

from rapport.ledger.prepare import Values
from rapport.ledger.staging import stage
from rapport.words.identity import Channel, Identity

KEY_MAX = 500
"""Longer native ids of identities and channels end in a hash: an index entry holds 2,704 bytes at most."""

_IDENTITY = ("platform", "native_id", "handle", "name", "email", "url", "avatar", "bot", "staff", "seen_at")
_DETAILS = _IDENTITY[2:-1]


class Known(NamedTuple):
    """The dense keys of what was asked for, and those among them that were made for it."""

    keys: dict[Values, int]
    made: set[int]


def key(native_id: str) -> str:
    """A native id as the index can hold it."""
    if len(native_id) <= KEY_MAX:
        return native_id
    digest = blake2b(native_id.encode("utf-8", "surrogatepass"), digest_size=16)
    return f"{native_id[:KEY_MAX]}…{digest.hexdigest()}"


def channel_keys(cursor: CursorWrapper, channels: Iterable[Channel]) -> Known:
    """The dense keys of channels; new ones are made, a changed name or address is kept, a stand-in replaces none."""
    listed = list(channels)
    stage(
        cursor,
        "staged_channel",
        {"platform": "text", "native_id": "text", "name": "text", "url": "text", "named": "boolean", "n": "int"},
        [(*each[:1], key(each.native_id), *each[2:4], not each.stands_in, n) for n, each in enumerate(listed)],
    )
    cursor.execute(
        """
        WITH known AS (
            SELECT new.platform, new.native_id, new.url, new.named, new.n, old.id,
                CASE WHEN new.named THEN new.name ELSE coalesce(old.name, new.name) END AS name,
                old.id IS NULL OR (new.named AND new.name <> old.name)
                OR coalesce(new.url <> old.url, new.url IS NOT NULL) AS differs
            FROM staged_channel new LEFT JOIN LATERAL (
                SELECT id, name, url FROM ledger_channel c
                WHERE c.platform = new.platform AND c.native_id = new.native_id LIMIT 1
            ) old ON true
        ), written AS (
            INSERT INTO ledger_channel AS c (platform, native_id, name, url)
            SELECT DISTINCT ON (platform, native_id) platform, native_id, name, url FROM known
            WHERE differs ORDER BY platform, native_id, named DESC, n
            ON CONFLICT (platform, native_id) DO UPDATE SET name = excluded.name, url = coalesce(excluded.url, c.url)
            RETURNING platform, native_id, id, xmax = 0 AS made
        )
        SELECT n, id, false FROM known WHERE NOT differs
        UNION ALL SELECT n, written.id, made FROM written JOIN staged_channel USING (platform, native_id)
        """
    )
    return _known(cursor, listed)


def identity_keys(cursor: CursorWrapper, identities: Mapping[Identity, int]) -> Known:
    """The dense keys of identities, each given with the time (µs since 2000) of the newest activity that told of it.

    New ones are made. Newer details replace older ones; a detail that the newer source does not give stays.
    """
    listed = list(identities)
    places = [(each.platform, key(each.native_id)) for each in listed]
    details = _filled_up(identities)
    types = dict.fromkeys(_IDENTITY, "text") | {
        "bot": "boolean",
        "staff": "boolean",
        "seen_at": "timestamptz",
    }
    stage(
        cursor,
        "staged_identity",
        {**types, "n": "int"},
        [(*place, *details[place], n) for n, place in enumerate(places)],
    )
    cursor.execute(_MERGE_IDENTITIES)
    return _known(cursor, listed)


def _filled_up(identities: Mapping[Identity, int]) -> dict[tuple[str, str], list[Any]]:
    """By platform and key: details and time of the newest description, with what only older ones say."""
    filled: dict[tuple[str, str], list[Any]] = {}
    for each, seen_at in sorted(identities.items(), key=itemgetter(1), reverse=True):
        details = filled.setdefault((each.platform, key(each.native_id)), [*each[2:], seen_at])
        for place, value in enumerate(each[2:]):
            if details[place] is None:
                details[place] = value
    return filled


def _known(cursor: CursorWrapper, listed: Sequence[Values]) -> Known:
    found = cursor.fetchall()
    return Known({listed[n]: id_ for n, id_, _ in found}, {id_ for _, id_, made in found if made})


_MERGE_IDENTITIES = f"""
WITH known AS (
    SELECT new.*, old.id, old.id IS NULL OR {
    " OR ".join(
        f"(new.{name} <> old.{name} AND new.seen_at >= old.seen_at) OR (old.{name} IS NULL AND new.{name} IS NOT NULL)"
        for name in _DETAILS
    )
} AS differs
    FROM staged_identity new LEFT JOIN LATERAL (
        SELECT id, {", ".join(_DETAILS)}, seen_at FROM ledger_identity i
        WHERE i.platform = new.platform AND i.native_id = new.native_id LIMIT 1
    ) old ON true
), written AS (
    INSERT INTO ledger_identity AS i ({", ".join(_IDENTITY)})
    SELECT DISTINCT ON (platform, native_id) {", ".join(_IDENTITY)} FROM known
    WHERE differs ORDER BY platform, native_id, seen_at DESC
    ON CONFLICT (platform, native_id) DO UPDATE SET {
    ", ".join(
        f"{name} = CASE WHEN excluded.seen_at >= i.seen_at THEN coalesce(excluded.{name}, i.{name})"
        f" ELSE coalesce(i.{name}, excluded.{name}) END"
        for name in _DETAILS
    )
}, seen_at = greatest(i.seen_at, excluded.seen_at)
    RETURNING platform, native_id, id, xmax = 0 AS made
)
SELECT n, id, false FROM known WHERE NOT coalesce(differs, false)
UNION ALL SELECT n, written.id, made FROM written JOIN staged_identity USING (platform, native_id)
"""
