"""Whom the team is asked about: may they be a bot?"""

from django.db import transaction
from django.db.models import QuerySet

from rapport.people import map as member_map
from rapport.people.merging import settle
from rapport.people.models import Member, Side, Suspect


def waiting() -> QuerySet[Suspect]:
    """The surest first; whoever was put on a side by hand is known."""
    open_ = Suspect.objects.filter(identity__member__side_by_hand=False).exclude(identity__member__side=Side.BOT)
    return open_.select_related("identity__member").order_by("-score", "pk")


@transaction.atomic
def leave_open(member: Member) -> None:
    """Take back what was said of a member's side."""
    member.side_by_hand = False
    member.side = Side.COMMUNITY
    member.save(update_fields=["side", "side_by_hand"])
    settle(member)
    member_map.bump(member_map.identities_of([member.pk]))
