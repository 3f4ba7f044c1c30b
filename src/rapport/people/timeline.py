"""What a member did, the newest first, some at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rapport.people.links import outward
from rapport.words.activity import EPOCH, revision_of
from rapport.words.kinds import BY_NUMBER, Kind

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

    Each identity's newest are taken from its index, so that the first page costs the same for who did a hundred
    things and who did a million. A `before` that cannot be read is none.
    """
    conditions = ["a.identity_id = i.id", "NOT a.deleted"]
    values: list[Any] = []
    if platform:
        conditions.append("c.platform = %s")
        values.append(platform)
    if kind:
        conditions.append("a.kind = %s")
        values.append(next((each.number for each in BY_NUMBER.values() if each.name == kind), 0))
    if cursor := read_cursor(before):
        conditions.append("(a.at, a.id) < (%s, %s)")
        values += cursor
    with connection.cursor() as query:
        query.execute(
            f"""
            WITH found AS (SELECT found.* FROM unnest(%s::integer[]) AS i (id) CROSS JOIN LATERAL (
                SELECT a.id, a.at, a.kind, c.platform, c.name, a.title, left(a.text, {_READ}), a.url,
                    coalesce(a.thread, a.parent) AS about
                FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id
                WHERE {" AND ".join(conditions)} ORDER BY a.at DESC, a.id DESC LIMIT {limit + 1}
            ) AS found ORDER BY at DESC, id DESC LIMIT {limit + 1})
            SELECT found.*, t.title FROM found LEFT JOIN ledger_activity t ON t.id = found.about AND t.id <> found.id
            ORDER BY found.at DESC, found.id DESC
            """,
            [list(identities), *values],
        )
        entries = [_entry(*row) for row in query.fetchall()]
    more = write_cursor(entries[limit - 1]) if len(entries) > limit else ""
    return Timeline(entries[:limit], more)


def write_cursor(entry: Entry) -> str:
    return f"{revision_of(entry.at)}-{entry.id.hex}"


def read_cursor(text: str) -> tuple[datetime, UUID] | None:
    moment, _, id_ = text.rpartition("-")
    try:
        return EPOCH + timedelta(microseconds=int(moment)), UUID(id_)
    except (ValueError, OverflowError):
        return None


def _entry(
    id_: UUID,
    at: datetime,
    kind: int,
    platform: str,
    channel: str,
    title: str | None,
    text: str | None,
    url: str | None,
    _about: UUID | None,
    title_of_thread: str | None,
) -> Entry:
    head = " ".join((title or title_of_thread or "").split())
    return Entry(id_, at, BY_NUMBER[kind], platform, channel, head, excerpt(text or "", head), outward(url))


def excerpt(text: str, title: str) -> str:
    line = " ".join(text.split()).removeprefix(title).strip()
    if len(line) <= _SHOWN:
        return line
    return line[:_SHOWN].rsplit(" ", 1)[0] + " …"
