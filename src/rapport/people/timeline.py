"""What a member did, the newest first, some at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.urls import reverse

from rapport.ledger.mentioned import called
from rapport.ledger.models import Identity
from rapport.people.links import outward
from rapport.people.which import EVERYTHING, Only, Place, newest
from rapport.text.shown import Shown, shown
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
    said: list[Shown]
    """The beginning of its text; empty where that says no more than the title."""
    url: str
    """Where it stands on its platform; empty where nobody knows."""


class Timeline(NamedTuple):
    entries: list[Entry]
    more: str
    """Give it as `before` to go on; empty at the end."""


def timeline(identities: Sequence[int], *, only: Only = EVERYTHING, before: str = "", limit: int = AT_ONCE) -> Timeline:
    """Activities of these identities.

    What the copy finds is told as the table has it by now: what was deleted since is left out. A `before` that cannot
    be read is none.
    """
    return timeline_of(identities, newest(identities, some=limit + 1, only=only, before=read_cursor(before)), limit)


def timeline_of(identities: Sequence[int], steps: Iterable[Sequence[Place]], limit: int = AT_ONCE) -> Timeline:
    """The same, of what was found already: some at a time, the newest first."""
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
            SELECT a.id, a.at, a.kind, c.platform, c.name, coalesce(a.title, t.title), left(a.text, {_READ}), a.url,
                told.mentions
            FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id
                LEFT JOIN ledger_activity t ON t.id = coalesce(a.thread, a.parent) AND t.id <> a.id
                LEFT JOIN ledger_telling told ON told.id = a.id AND told.revision = a.revision
            WHERE a.id = ANY(%s) AND a.identity_id = ANY(%s) AND NOT a.deleted
            """,
            [[place.id for place in places], list(identities)],
        )
        rows = query.fetchall()
    pages = _pages({key for *_, mentions in rows for key in mentions or ()})
    found = {row[0]: _entry(*row, pages=pages) for row in rows}
    return [(place, found[place.id]) for place in places if place.id in found]


def _pages(keys: Collection[int]) -> dict[int, dict[str, str]]:
    """For each identity its member's page, under all the names that a text may have for it."""
    shown = Identity.objects.filter(link__isnull=False, limited=None).select_related("link")
    there = shown.filter(pk__in=keys) if keys else ()
    return {
        identity.pk: dict.fromkeys(
            [name.lower() for name in called(identity)], reverse("people:profile", args=[identity.link.member_id])
        )
        for identity in there
    }


def _entry(
    id_: UUID,
    at: datetime,
    kind: int,
    platform: str,
    channel: str,
    title: str | None,
    text: str | None,
    url: str | None,
    mentions: Sequence[int] | None,
    *,
    pages: Mapping[int, Mapping[str, str]],
) -> Entry:
    head = " ".join((title or "").split())
    known = {name: page for key in mentions or () for name, page in pages.get(key, {}).items()}
    said = shown(_beginning(text or ""), most=_SHOWN, after=head, known=known)
    return Entry(id_, at, BY_NUMBER[kind], platform, channel, head, said, outward(url))


def _beginning(text: str) -> str:
    """A text that was cut off is left without its last word, which may be half an address."""
    return text if len(text) < _READ else f"{text.rsplit(maxsplit=1)[0]} …"
