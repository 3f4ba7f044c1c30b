"""What an import found, worked out once when it is over: from the ids it holds, so that it is true for it alone."""

from datetime import date, datetime
from typing import Any, NamedTuple, TypedDict

import numpy as np
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rapport.collect.brought import held
from rapport.collect.holders import Mine
from rapport.collect.models import Import
from rapport.collect.silences import silences
from rapport.ledger.claims import ACTIVITY
from rapport.ledger.staging import SIGNATURE, TRAILER, copy_packed, make_stage
from rapport.ledger.telling import tell
from rapport.text.marks import HOST

CHANNELS = 12
"""The busiest ones that are named."""
SILENCES = 5
HOSTS = 6


class Kinds(TypedDict):
    platform: str
    kind: int
    n: int
    people: int
    first: str
    last: str


class Place(TypedDict):
    channel: int
    n: int
    people: int
    last: str


class Gap(TypedDict):
    platform: str
    first: str
    last: str
    usual: int


class Found(TypedDict):
    """As it is kept: times as RFC 3339, days as 2019-03-03. Deleted activities are not counted."""

    activities: int
    people: int
    """Identities that did any of it."""
    threads: int
    first: str | None
    last: str | None
    kinds: list[Kinds]
    channels: list[Place]
    channel_count: int
    silences: list[Gap]
    languages: dict[str, int]
    """How many texts are in each; `und` where nobody can tell."""
    hosts: dict[str, int]
    """How many texts link there, of the most frequent hosts."""
    linking: int
    """Texts with links."""
    mentioning: int
    """Texts that mention somebody whom the ledger knows."""
    mentioned: int
    """Identities that are mentioned."""
    coding: int
    """Texts with code."""


def find_out(import_: Import, *, wait: bool = True) -> bool:
    """Work it out and keep it. A million take some two seconds, telling what their texts hold a minute.

    Without `wait` nothing is worked out, and False answered, while another process tells what texts hold.
    """
    if tell(wait=wait) is None:
        return False
    import_.found = found_by(import_.pk)
    import_.save(update_fields=["found"])
    return True


@transaction.atomic
def found_by(number: int) -> Found:
    with connection.cursor() as cursor:
        _stage(cursor, Mine(held(number, ACTIVITY), 16))
        cursor.execute("DROP TABLE IF EXISTS staged_found")
        cursor.execute(_STAGED)
        all_ = _rows(cursor, _ALL)[0]
        channels = _rows(cursor, _CHANNELS)
        return Found(
            activities=all_.n,
            people=all_.people,
            threads=all_.threads,
            first=_time(all_.first),
            last=_time(all_.last),
            kinds=[
                Kinds(
                    platform=row.platform, kind=row.kind, n=row.n, people=row.people,
                    first=row.first.isoformat(), last=row.last.isoformat(),
                )
                for row in _rows(cursor, _KINDS)
            ],
            channels=[
                Place(channel=row.channel, n=row.n, people=row.people, last=row.last.isoformat())
                for row in channels[:CHANNELS]
            ],
            channel_count=len(channels),
            silences=_silences(cursor),
            languages={row.language: row.n for row in _rows(cursor, _LANGUAGES)},
            hosts={row.host: row.n for row in _rows(cursor, _HOSTS)},
            linking=all_.linking,
            mentioning=all_.mentioning,
            mentioned=_rows(cursor, _MENTIONED)[0].n,
            coding=all_.coding,
        )  # fmt: skip


_STAGED = """
    CREATE TEMPORARY TABLE staged_found ON COMMIT DROP AS
    SELECT c.platform, a.kind, a.channel_id AS channel, a.identity_id AS person, a.thread, a.at,
        l.language, l.links, l.mentions, l.code
    FROM staged_held h JOIN ledger_activity a USING (id) JOIN ledger_channel c ON c.id = a.channel_id
        LEFT JOIN ledger_telling l ON l.id = a.id AND l.revision = a.revision
    WHERE NOT a.deleted
"""
_ALL = """
    SELECT count(*) AS n, count(DISTINCT person) AS people, count(DISTINCT thread) AS threads,
        min(at) AS first, max(at) AS last, count(links) AS linking, count(mentions) AS mentioning,
        count(*) FILTER (WHERE code > 0) AS coding FROM staged_found
"""
_KINDS = """
    SELECT platform, kind, count(*) AS n, count(DISTINCT person) AS people, min(at) AS first, max(at) AS last
    FROM staged_found GROUP BY platform, kind ORDER BY n DESC, platform, kind
"""
_CHANNELS = """
    SELECT channel, count(*) AS n, count(DISTINCT person) AS people, max(at) AS last
    FROM staged_found GROUP BY channel ORDER BY n DESC, channel
"""
_LANGUAGES = """
    SELECT language, count(*) AS n FROM staged_found WHERE language IS NOT NULL
    GROUP BY language
"""
_HOSTS = f"""
    SELECT host, count(*) AS n FROM staged_found, LATERAL (
        SELECT DISTINCT substring(lower(link) FROM '{HOST}') AS host FROM unnest(links) AS link
    ) AS led WHERE host IS NOT NULL GROUP BY host ORDER BY n DESC, host LIMIT {HOSTS}
"""
_MENTIONED = "SELECT count(DISTINCT who) AS n FROM staged_found, unnest(mentions) AS who"
_DAYS = """
    SELECT platform, (at AT TIME ZONE 'UTC')::date AS day, count(*) AS n FROM staged_found GROUP BY 1, 2 ORDER BY 1
"""


def _stage(cursor: CursorWrapper, mine: Mine) -> None:
    """Put the ids into a temporary table, packed for COPY without a loop: one column of 16 bytes a row."""
    make_stage(cursor, "staged_held", {"id": "uuid"})
    packed = np.empty(len(mine), np.dtype([("head", "S6"), ("id", "S16")]))
    packed["head"], packed["id"] = b"\0\1\0\0\0\x10", mine.keys
    copy_packed(cursor, "staged_held", {"id": "uuid"}, SIGNATURE + packed.tobytes() + TRAILER)
    cursor.execute("ANALYZE staged_held")


def _silences(cursor: CursorWrapper) -> list[Gap]:
    days: dict[str, dict[date, int]] = {}
    for row in _rows(cursor, _DAYS):
        days.setdefault(row.platform, {})[row.day] = row.n
    found = [(silence, platform) for platform, counted in days.items() for silence in silences(counted)]
    found.sort(key=lambda one: one[0].first - one[0].last)
    return [
        Gap(platform=platform, first=one.first.isoformat(), last=one.last.isoformat(), usual=one.usual)
        for one, platform in found[:SILENCES]
    ]


def _rows(cursor: CursorWrapper, sql: str) -> list[Any]:
    cursor.execute(sql)
    row = NamedTuple("row", [(column[0], Any) for column in cursor.description])  # type: ignore[misc]
    return [row(*values) for values in cursor.fetchall()]


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
