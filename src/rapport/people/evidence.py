"""Why these identities are one person: the decisions that brought them together, each with a way back."""

from collections.abc import Sequence
from typing import NamedTuple

from rapport.ledger.models import Identity
from rapport.people.models import Decision, Link, Member


class Reason(NamedTuple):
    decision: Decision
    identities: list[Identity]
    """Those that it moved and that are still there."""
    can_be_undone: bool


def reasons(member: Member) -> list[Reason]:
    """The decisions that moved this member's identities to where they are, the newest first."""
    held = {link.identity_id: link.identity for link in member.links.select_related("identity").order_by("pk")}
    told = []
    for decision in _decisions(member):
        moved = [held[identity] for identity, _ in decision.moved if identity in held]
        here = decision.member_id == member.pk
        if moved or (here and decision.undone_by_id):
            possible = bool(moved) and here and not decision.undone_by_id and not hasattr(decision, "undoes")
            told.append(Reason(decision, moved, possible))
    return sorted(told, key=lambda reason: (reason.decision.at, reason.decision.pk), reverse=True)


def _decisions(member: Member) -> list[Decision]:
    """Those about this member, and about the members who were merged into it, and into those."""
    found: dict[int, Decision] = {}
    seen: set[int] = set()
    about = {member.pk}
    while about:
        seen |= about
        rows = Decision.objects.filter(member__in=about).select_related("user", "undone_by__user", "undoes")
        found |= {decision.pk: decision for decision in rows}
        merged = (row for row in rows if row.kind == Decision.Kind.MERGE and not row.undone_by_id)
        about = {before for row in merged for _, before in row.moved if before} - seen
    return list(found.values())


def now_in(member: Member) -> Sequence[Member]:
    """Where the identities of a member who was merged away are now."""
    moved = Decision.objects.filter(moved__contains=[[member.pk]]).values_list("moved", flat=True)
    identities = {identity for each in moved for identity, before in each if before == member.pk}
    holders = Link.objects.filter(identity__in=identities).values("member")
    return list(Member.objects.filter(pk__in=holders).order_by("pk"))
