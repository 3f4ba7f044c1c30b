"""Put members together and take them apart. Nothing moves but the map, and every step can be taken back."""

from collections.abc import Sequence

from django.db import transaction

from rapport.accounts.models import User
from rapport.people import map as member_map
from rapport.people.matching.proof import Known, best_name, side_of
from rapport.people.models import Decision, Link, Member, Side
from rapport.words.errors import RapportError


class NotPossible(RapportError):
    """The merge or its undoing makes no sense as things stand now; nothing was changed."""


@transaction.atomic
def merge(into: Member, others: Sequence[Member], evidence: str, user: User | None) -> Decision:
    """Say that these members are one person, who keeps the name and side of `into`.

    The others stay, empty, so that the merge can be taken back with their names and notes.
    """
    others = [other for other in others if other.pk != into.pk]
    links = list(Link.objects.select_for_update().filter(member__in=others).order_by("identity_id"))
    if not links:
        raise NotPossible("Choose at least one other member who has an identity. Nothing was changed.")
    decision = Decision.objects.create(
        kind=Decision.Kind.MERGE,
        member=into,
        moved=[[link.identity_id, link.member_id] for link in links],
        evidence=evidence,
        user=user,
    )
    Link.objects.filter(pk__in=[link.pk for link in links]).update(member=into)
    settle(into)
    member_map.bump()
    return decision


@transaction.atomic
def split(member: Member, identities: Sequence[int], evidence: str, user: User | None) -> Decision:
    """Say that these identities of a member are somebody else, who becomes a member of their own."""
    links = list(Link.objects.select_for_update().filter(member=member).order_by("identity_id"))
    leaving = [link for link in links if link.identity_id in set(identities)]
    if not leaving or len(leaving) == len(links):
        raise NotPossible("Choose some of the member's identities, but not all of them. Nothing was changed.")
    apart = Member.objects.create()
    decision = Decision.objects.create(
        kind=Decision.Kind.UNMERGE,
        member=apart,
        moved=[[link.identity_id, member.pk] for link in leaving],
        evidence=evidence,
        user=user,
    )
    Link.objects.filter(pk__in=[link.pk for link in leaving]).update(member=apart)
    settle(apart)
    settle(member)
    member_map.bump()
    return decision


@transaction.atomic
def take_back(decision: Decision, user: User | None) -> Decision:
    """Undo a merge or a split: each identity goes back to the member it had, with all that it did since.

    Identities that later decisions moved on stay where those put them. Raises NotPossible if nothing is left to undo.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.undone_by_id:
        raise NotPossible("This was taken back already. Nothing was changed.")
    links = {
        link.identity_id: link
        for link in Link.objects.select_for_update().filter(
            member=decision.member_id, identity__in=[identity for identity, _ in decision.moved]
        )
    }
    if not links:
        raise NotPossible("Later decisions have moved these identities on. Take those back first. Nothing was changed.")
    before = {identity: member for identity, member in decision.moved if identity in links}
    there = set(
        Member.objects.filter(pk__in=[member for member in before.values() if member]).values_list("pk", flat=True)
    )
    # Who was forgotten since has no place to go back to.
    before = {identity: member if member in there else None for identity, member in before.items()}
    fresh = Member.objects.create() if None in before.values() else None
    undone = Decision.objects.create(
        kind=Decision.Kind.UNMERGE if decision.kind == Decision.Kind.MERGE else Decision.Kind.MERGE,
        member_id=decision.member_id,
        moved=[[identity, decision.member_id] for identity in before],
        evidence=f"taken back: {decision.evidence}",
        user=user,
    )
    for identity, member in before.items():
        links[identity].member_id = member if member is not None else fresh.pk if fresh else decision.member_id
        links[identity].save(update_fields=["member"])
    decision.undone_by = undone
    decision.save(update_fields=["undone_by"])
    for member in Member.objects.filter(pk__in={decision.member_id, *(link.member_id for link in links.values())}):
        settle(member)
    member_map.bump()
    return undone


@transaction.atomic
def rename(member: Member, name: str) -> None:
    """Call a member what the team calls them; an empty name goes back to the best among the identities."""
    member.name_by_hand = bool(name.strip())
    member.name = name.strip()
    member.save(update_fields=["name", "name_by_hand"])
    settle(member)
    member_map.bump()


@transaction.atomic
def put_on_side(member: Member, side: Side) -> None:
    """Say that a member is of the team, of the community, or a bot; it holds until somebody says otherwise."""
    member.side = side
    member.side_by_hand = True
    member.save(update_fields=["side", "side_by_hand"])
    member_map.bump()


def settle(member: Member) -> None:
    """Work out name and side anew from the identities, where nobody chose them by hand."""
    identities = [
        Known(i.pk, i.platform, i.native_id, i.handle, i.name, i.email, i.bot, i.staff, member.pk)
        for i in (link.identity for link in member.links.select_related("identity").order_by("identity_id"))
    ]
    if not identities:
        return
    if not member.name_by_hand:
        member.name = best_name(identities)
    if not member.side_by_hand:
        member.side = side_of(identities)
    member.save(update_fields=["name", "side"])
