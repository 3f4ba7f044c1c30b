"""Put members together and take them apart. Nothing moves but the map, and every step can be taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from django.db import transaction

from rapport.accounts.models import User
from rapport.people import apart
from rapport.people import map as member_map
from rapport.people.matching.proof import Known, best_name, side_of
from rapport.people.models import Decision, Link, Member, Side
from rapport.words.errors import RapportError

MOST_PARTED = 1000
"""Identities of a member that is taken apart in one step: each is marked as not being each of the others."""


class NotPossible(RapportError):
    """The merge or its undoing makes no sense as things stand now; nothing was changed."""


@transaction.atomic
def merge(
    into: Member, others: Sequence[Member], evidence: str, user: User | None, *, itself: bool = False
) -> Decision:
    """Say that these members are one person, who keeps the name and side of `into`.

    The others stay, empty, so that the merge can be taken back with their names and notes. A person may put together
    who was kept apart; the evidence then says so. Where `itself`, Rapport decides, which may not: NotPossible.
    """
    others = [other for other in others if other.pk != into.pk]
    links = list(Link.objects.select_for_update().filter(member__in=others).order_by("identity_id"))
    if not links:
        raise NotPossible("Choose at least one other member who has an identity. Nothing was changed.")
    if itself and apart.are_kept_apart([into, *others]):
        raise NotPossible("Somebody said that these are different people. Nothing was changed.")
    decision = Decision.objects.create(
        kind=Decision.Kind.MERGE,
        member=into,
        moved=[[link.identity_id, link.member_id] for link in links],
        evidence=evidence,
        user=user,
        itself=itself,
    )
    Link.objects.filter(pk__in=[link.pk for link in links]).update(member=into)
    if not itself:
        _override(decision)
    settle(into)
    member_map.bump(member_map.identities_of([into.pk]))
    return decision


@transaction.atomic
def split(member: Member, identities: Sequence[int], evidence: str, user: User | None) -> Decision:
    """Say that these identities of a member are somebody else, who becomes a member of their own and is kept apart."""
    return part(member, [identities], evidence, user)


@transaction.atomic
def part(member: Member, groups: Sequence[Collection[int]], evidence: str, user: User | None) -> Decision:
    """Say that each of these groups of identities is somebody else, all of them kept apart; the rest stays the member.

    One step: taking the decision back that this answers takes all of it back.
    """
    links = {link.identity_id: link for link in Link.objects.select_for_update().filter(member=member)}
    chosen = [sorted(set(group) & links.keys()) for group in groups]
    leaving = [identity for group in chosen for identity in group]
    if not all(chosen) or not leaving or len(leaving) == len(links):
        raise NotPossible("Choose some of the member's identities, but not all of them. Nothing was changed.")
    if len(leaving) != len(set(leaving)):
        raise NotPossible("Each identity can go to one member only. Nothing was changed.")
    if len(groups) > 1 and len(links) > MOST_PARTED:
        raise NotPossible(f"More than {MOST_PARTED:,} identities: set some of them apart first. Nothing was changed.")
    people = [Member.objects.create() for _ in chosen]
    first: Decision | None = None
    standing = set(links)
    for somebody, group in zip(people, chosen, strict=True):
        decision = Decision.objects.create(
            kind=Decision.Kind.UNMERGE,
            member=somebody,
            moved=[[identity, member.pk] for identity in group],
            evidence=evidence,
            user=user,
            step=first,
        )
        first = first or decision
        Link.objects.filter(pk__in=group).update(member=somebody)
        standing -= set(group)
        apart.mark(decision, group, standing)
    settle_all([*people, member])
    member_map.bump(links.keys())
    assert first is not None  # noqa: S101  # there is a group
    return first


@transaction.atomic
def keep_apart(one: Member, other: Member, because: str, user: User | None) -> Decision:
    """Say that two members are different people: Rapport neither puts them together nor asks again.

    Every identity that the one has now is told from every one of the other.
    """
    links = list(Link.objects.select_for_update().filter(member__in=[one, other]).order_by("identity_id"))
    mine = {link.identity_id for link in links if link.member_id == one.pk}
    theirs = {link.identity_id for link in links} - mine
    if not mine or not theirs:
        raise NotPossible("Choose two members who both have identities. Nothing was changed.")
    if apart.are_kept_apart([one, other]):
        raise NotPossible("These two are kept apart already. Nothing was changed.")
    decision = Decision.objects.create(kind=Decision.Kind.APART, member=one, moved=[], evidence=because, user=user)
    apart.mark(decision, mine, theirs)
    return decision


@transaction.atomic
def take_back(decision: Decision, user: User | None, *, itself: bool = False) -> Decision:
    """Undo a decision: each identity goes back to the member it had, with all that it did since.

    Identities that later decisions moved on stay where those put them. What Rapport had put together by itself is kept
    apart from then on, unless it is Rapport (`itself`) who takes it back. Raises NotPossible if nothing is left to
    undo. Of a step of several decisions all go back that still can.
    """
    first = decision.step or decision
    parts = list(first.parts.order_by("pk"))
    if not parts:
        return _take_back(decision, user, itself=itself)
    done: list[Decision] = []
    for each in (first, *parts):
        with suppress(NotPossible):
            done.append(_take_back(each, user, itself=itself))
    return done[0] if done else _take_back(decision, user, itself=itself)


@transaction.atomic
def _take_back(decision: Decision, user: User | None, *, itself: bool) -> Decision:
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.undone_by_id:
        raise NotPossible("This was taken back already. Nothing was changed.")
    if decision.kind == Decision.Kind.APART:
        return _open_again(decision, user)
    links = {
        link.identity_id: link
        for link in Link.objects.select_for_update().filter(
            member=decision.member_id,
            identity__in={identity for identity, _ in decision.moved} - _brought_later(decision),
        )
    }
    if not links:
        raise NotPossible("Later decisions have moved these identities on. Take those back first. Nothing was changed.")
    undone = Decision.objects.create(
        kind=Decision.Kind.UNMERGE if decision.kind == Decision.Kind.MERGE else Decision.Kind.MERGE,
        member_id=decision.member_id,
        moved=[[identity, decision.member_id] for identity in links],
        evidence=f"taken back: {decision.evidence}",
        user=user,
        itself=itself,
    )
    for identity, before in _places_before(decision, links).items():
        links[identity].member_id = before
        links[identity].save(update_fields=["member"])
    _mark_undone(decision, undone)
    apart.take_back(decision)
    if decision.itself and not itself:
        staying = Link.objects.filter(member=decision.member_id).values_list("identity_id", flat=True)
        apart.mark(undone, links, set(staying))
    concerned = {decision.member_id, *(link.member_id for link in links.values())}
    for member in Member.objects.filter(pk__in=concerned):
        apart.lift(undone, member)
        settle(member)
    member_map.bump(member_map.identities_of(concerned))
    return undone


def _brought_later(decision: Decision) -> set[int]:
    """Identities that went away and that a later decision, which holds, brought to the same member."""
    later = Decision.objects.filter(member=decision.member_id, pk__gt=decision.pk, undone_by=None, undoes=None)
    return {identity for moved in later.values_list("moved", flat=True) for identity, _ in moved}


def _places_before(decision: Decision, identities: Iterable[int]) -> dict[int, int]:
    """The member that each of these had before the decision; who was forgotten since has no place to go back to."""
    before = {identity: _came_from(decision, identity) for identity in identities}
    wanted = {member for member in before.values() if member}
    there = set(Member.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    fresh = 0 if set(before.values()) <= there else Member.objects.create().pk
    return {identity: member if member in there else fresh for identity, member in before.items()}


def _came_from(decision: Decision, identity: int) -> int | None:
    """The member before; where what had brought it there was taken back since, the one before that."""
    while True:
        before: int | None = dict(decision.moved)[identity]
        earlier = Decision.objects.filter(member=before, pk__lt=decision.pk, undoes=None).order_by("-pk")
        brought = next((each for each in earlier if identity in dict(each.moved)), None)
        if before is None or brought is None or not brought.undone_by_id:
            return before
        decision = brought


def _open_again(decision: Decision, user: User | None) -> Decision:
    """Two members who were kept apart may be one person again."""
    if not decision.marks.filter(lifted_by=None).exists():
        raise NotPossible("A later merge put these together. Take that back first. Nothing was changed.")
    undone = Decision.objects.create(
        kind=Decision.Kind.OPEN,
        member_id=decision.member_id,
        moved=[],
        evidence=f"taken back: {decision.evidence}",
        user=user,
    )
    _mark_undone(decision, undone)
    apart.take_back(decision)
    return undone


def _mark_undone(decision: Decision, undone: Decision) -> None:
    decision.undone_by = undone
    decision.save(update_fields=["undone_by"])


def _override(decision: Decision) -> None:
    """Lift what stood between identities that are together now; the decision's evidence says who had said so."""
    for said in apart.lift(decision, decision.member):
        because = f": {said.evidence}" if said.evidence else ""
        decision.evidence = f"{decision.evidence}; they had been kept apart{because}".removeprefix("; ")
    decision.save(update_fields=["evidence"])


@transaction.atomic
def rename(member: Member, name: str) -> None:
    """Call a member what the team calls them; an empty name goes back to the best among the identities."""
    member.name_by_hand = bool(name.strip())
    member.name = name.strip()
    member.save(update_fields=["name", "name_by_hand"])
    settle(member)
    member_map.bump(member_map.identities_of([member.pk]))


@transaction.atomic
def put_on_side(member: Member, side: Side) -> None:
    """Say that a member is of the team, of the community, or a bot; it holds until somebody says otherwise."""
    member.side = side
    member.side_by_hand = True
    member.save(update_fields=["side", "side_by_hand"])
    member_map.bump(member_map.identities_of([member.pk]))


def settle(member: Member) -> None:
    """Work out name and side anew from the identities, where nobody chose them by hand."""
    settle_all([member])


def settle_all(members: Sequence[Member]) -> None:
    """The same for many, in two queries. Members without identities stay as they are."""
    held: dict[int, list[Known]] = defaultdict(list)
    for link in Link.objects.filter(member__in=members).select_related("identity").order_by("identity_id"):
        i = link.identity
        held[link.member_id].append(
            Known(i.pk, i.platform, i.native_id, i.handle, i.name, i.email, i.bot, i.staff, link.member_id)
        )
    settled = [member for member in members if member.pk in held]
    for member in settled:
        if not member.name_by_hand:
            member.name = best_name(held[member.pk])
        if not member.side_by_hand:
            member.side = side_of(held[member.pk])
    Member.objects.bulk_update(settled, ["name", "side"], batch_size=2000)
