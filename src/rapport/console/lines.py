"""One line of Today about a person: who, what they did, where one can see and answer it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from rapport.ledger.models import Activity
from rapport.people.models import Link, Member
from rapport.people.which import done_at
from rapport.words.kinds import BY_NUMBER


class Line(NamedTuple):
    member: Member
    platform: str
    at: datetime
    text: str
    url: str | None
    """Where it stands on its platform."""


Deed = tuple[int, datetime]
"""A member and when they did it: what names an activity in the rollups."""


def deeds(wanted: Iterable[Deed]) -> dict[Deed, Activity]:
    """The activities that these members did at these times. Raises CopyMissing."""
    wanted = set(wanted)
    member_of = dict(
        Link.objects.filter(member__in={member for member, _ in wanted}).values_list("identity_id", "member_id")
    )
    ids = done_at(member_of, {at for _, at in wanted})
    found = Activity.objects.filter(pk__in=ids, identity__in=member_of, deleted=False)
    told = {
        (member_of[activity.identity_id or 0], activity.at): activity for activity in found.select_related("channel")
    }
    return {deed: activity for deed, activity in told.items() if deed in wanted}


def members(wanted: Iterable[int]) -> dict[int, Member]:
    return Member.objects.in_bulk(list(wanted))


def tell(activity: Activity | None) -> str:
    """ "a commit “Fix the shader cache”, in urho3d/urho3d"; nothing where the activity is gone by now."""
    if activity is None:
        return ""
    label = BY_NUMBER[activity.kind].label
    words = f"{'an' if label[0] in 'aeiou' else 'a'} {label}"
    if activity.title:
        words += f" “{activity.title}”"
    return f"{words}, in {activity.channel.name}"
