"""A few activities as they stand now, by their ids: what somebody asked, what was last said with the team."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from rapport.people.links import outward
from rapport.words.kinds import BY_NAME, BY_NUMBER, Kind

OPENERS = tuple(BY_NAME[name].number for name in ("topic", "question", "issue"))
ASKED = 5
NOT_SAID = r"```.*?```|`[^`]*`|https?://\S+"
"""Code and links, in which a question mark asks nothing."""


class Told(NamedTuple):
    id: UUID
    at: datetime
    kind: Kind
    platform: str
    channel: str
    title: str
    """Its own, or that of what it is in or answers; else the beginning of its text."""
    url: str


def told(activities: Collection[UUID]) -> dict[UUID, Told]:
    """By id; what was deleted since is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.id, a.at, a.kind, c.platform, c.name,
                coalesce(a.title, t.title, left(a.text, 160), ''), a.url
            FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id
                LEFT JOIN ledger_activity t ON t.id = coalesce(a.thread, a.parent) AND t.id <> a.id
            WHERE a.id = ANY(%s) AND NOT a.deleted
            """,
            [list(activities)],
        )
        rows = cursor.fetchall()
    return {
        id_: Told(id_, at, BY_NUMBER[kind], platform, channel, " ".join(title.split()), outward(url))
        for id_, at, kind, platform, channel, title, url in rows
    }


def questions(activities: Collection[UUID]) -> list[Told]:
    """Of the topics, questions and issues among these, the newest that ask something: by their kind or by a mark."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM ledger_activity WHERE id = ANY(%s) AND NOT deleted AND kind = ANY(%s)
                AND (kind = %s OR concat_ws(' ', title, regexp_replace(text, %s, '', 'g')) ~ '[?？؟]')
            ORDER BY at DESC, id LIMIT %s
            """,
            [list(activities), list(OPENERS), BY_NAME["question"].number, NOT_SAID, ASKED],
        )
        ids = [row[0] for row in cursor.fetchall()]
    found = told(ids)
    return [found[id_] for id_ in ids if id_ in found]
