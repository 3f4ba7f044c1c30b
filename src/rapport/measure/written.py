"""What the ledger says now of activities that a figure rests on, and who wrote them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from rapport.ledger.models import Activity, Identity
from rapport.people.links import outward
from rapport.text.shown import Shown, shown
from rapport.words.kinds import BY_NUMBER, Kind

_READ, _SHOWN = 1000, 200
"""Characters of a text that are read, and shown."""


class Written(NamedTuple):
    activity: Activity
    kind: Kind
    title: str
    said: list[Shown]
    """The beginning of its text; empty where that says no more than the title."""
    url: str
    """Where it stands on its platform; empty where nobody knows."""
    who: tuple[int, str] | None
    """The member who wrote it, by number and name; None where nobody is linked."""


def written(rows: Sequence[Mapping[str, Any]]) -> list[Written | None]:
    """Of each row, which has the activity's `id` and its author's `identity`; None where it was deleted since."""
    ids = [UUID(bytes=row["id"]) for row in rows]
    there = Activity.objects.filter(pk__in=ids, deleted=False).select_related("channel").in_bulk()
    keys = [row["identity"] for row in rows if row["identity"] is not None]
    linked = Identity.objects.filter(pk__in=keys, link__isnull=False, limited=None).select_related("link__member")
    people = {one.pk: (one.link.member_id, one.link.member.name) for one in linked}
    return [
        _told(there[id_], people.get(row["identity"])) if id_ in there else None
        for id_, row in zip(ids, rows, strict=True)
    ]


def _told(activity: Activity, who: tuple[int, str] | None) -> Written:
    title = " ".join((activity.title or "").split())
    said = shown((activity.text or "")[:_READ], most=_SHOWN, after=title)
    return Written(activity, BY_NUMBER[activity.kind], title, said, outward(activity.url), who)
