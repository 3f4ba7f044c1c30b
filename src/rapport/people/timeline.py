"""What a member did, the newest first, some at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from rapport.people.links import outward
from rapport.people.which import Place, newest
from rapport.words.activity import EPOCH, revision_of
from rapport.words.kinds import BY_NAME, BY_NUMBER, Kind

AT_ONCE = 30
_READ = 1000
"""Characters of a text that are fetched."""
_SHOWN = 280
"""Characters of them that are shown."""


class Entry(NamedTuple):
    id: UUID
    at: datetime
    kind: Kind
    platform: str
    channel: str
    title: str
    """Its own, or that of the thread it is in."""
    excerpt: str
    """The beginning of its text on one line; empty where that says no more than the title."""
    url: str
    """Where it stands on its platform; empty where nobody knows."""


class Timeline(NamedTuple):
    entries: list[Entry]
    more: str
    """Give it as `before` to go on; empty at the end."""


def timeline(
    identities: Sequence[int], *, platform: str = "", kind: str = "", before: str = "", limit: int = AT_ONCE
) -> Timeline:
    """Activities of these identities, on one platform and of one kind (its name) where those are given.

    What the copy finds is told as the table has it by now: what was deleted since is left out. A `before` that cannot
    be read is none.
    """
    number = BY_NAME[kind].number if kind in BY_NAME else 0
    steps = newest(
        identities, some=limit + 1, platform=platform, kind=number if kind else None, before=read_cursor(before)
    )
    shown: list[tuple[Place, Entry]] = []
    for places in steps:
        shown += _told(identities, places)
        if len(shown) > limit:
            break
    more = write_cursor(shown[limit - 1][0]) if len(shown) > limit else ""
    return Timeline([entry for _, entry in shown[:limit]], more)


def write_cursor(place: Place) -> str:
    return f"{revision_of(place.at)}-{place.id.hex}"


def read_cursor(text: str) -> Place | None:
    moment, _, id_ = text.rpartition("-")
    try:
        return Place(EPOCH + timedelta(microseconds=int(moment)), UUID(id_))
    except (ValueError, OverflowError):
        return None


def _told(identities: Sequence[int], places: Sequence[Place]) -> list[tuple[Place, Entry]]:
    """In the order of the places; without what is deleted or somebody else's by now."""
    with connection.cursor() as query:
        query.execute(
            f"""
            SELECT a.id, a.at, a.kind, c.platform, c.name, a.title, left(a.text, {_READ}), a.url, t.title
            FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id
                LEFT JOIN ledger_activity t ON t.id = coalesce(a.thread, a.parent) AND t.id <> a.id
            WHERE a.id = ANY(%s) AND a.identity_id = ANY(%s) AND NOT a.deleted
            """,
            [[place.id for place in places], list(identities)],
        )
        found = {row[0]: _entry(*row) for row in query.fetchall()}
    return [(place, found[place.id]) for place in places if place.id in found]


def _entry(
    id_: UUID,
    at: datetime,
    kind: int,
    platform: str,
    channel: str,
    title: str | None,
    text: str | None,
    url: str | None,
    title_of_thread: str | None,
) -> Entry:
    head = " ".join((title or title_of_thread or "").split())
    return Entry(id_, at, BY_NUMBER[kind], platform, channel, head, excerpt(text or "", head), outward(url))


def excerpt(text: str, title: str) -> str:
    line = " ".join(text.split()).removeprefix(title).strip()
    if len(line) <= _SHOWN:
        return line
    return line[:_SHOWN].rsplit(" ", 1)[0] + " …"
