"""The conversations that are about a topic, as one can open them."""

from typing import NamedTuple
from uuid import UUID

from rapport.ledger.models import Activity, Identity
from rapport.measure.models import Topic
from rapport.measure.topics.table import begun, with_topic
from rapport.people.acts import Acts
from rapport.people.links import outward
from rapport.text.shown import Shown, shown
from rapport.words.kinds import BY_NUMBER, Kind

_READ, _SHOWN = 1000, 200
"""Characters of a text that are read, and shown."""


class Conversation(NamedTuple):
    activity: Activity
    kind: Kind
    title: str
    said: list[Shown]
    url: str
    who: tuple[int, str] | None
    """The member who began it, by number and name; None where nobody is linked."""


def conversations(acts: Acts, topic: Topic, *, limit: int, offset: int = 0) -> list[Conversation]:
    """The newest first; what was deleted since is left out."""
    said = with_topic(acts, begun(acts))
    some = said.filter(said.topic == str(topic.pk)).order_by(said.first_at.desc(), said.id).limit(limit, offset=offset)
    rows = acts.ask(some.select("id", "identity"))
    ids = [UUID(bytes=row["id"]) for row in rows]
    written = Activity.objects.filter(pk__in=ids, deleted=False).select_related("channel").in_bulk()
    keys = [row["identity"] for row in rows if row["identity"] is not None]
    linked = Identity.objects.filter(pk__in=keys, link__isnull=False, limited=None).select_related("link__member")
    people = {one.pk: (one.link.member_id, one.link.member.name) for one in linked}
    return [
        _told(written[id_], people.get(row["identity"])) for id_, row in zip(ids, rows, strict=True) if id_ in written
    ]


def _told(activity: Activity, who: tuple[int, str] | None) -> Conversation:
    title = " ".join((activity.title or "").split())
    said = shown((activity.text or "")[:_READ], most=_SHOWN, after=title)
    return Conversation(activity, BY_NUMBER[activity.kind], title, said, outward(activity.url), who)
