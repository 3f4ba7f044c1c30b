"""Why these identities are one person: the decisions that brought them together, each with a way back."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from rapport.ledger.models import Identity
from rapport.people.models import Apart, Decision, Member


class Reason(NamedTuple):
    decision: Decision
    identities: list[Identity]
    """Those that it moved and that are still there."""
    can_be_undone: bool
    apart_from: Sequence[Member] = ()
    """Nothing moved: these are kept apart from the member."""


def reasons(member: Member) -> list[Reason]:
    """The decisions that moved this member's identities to where they are, the newest first."""
    links = member.links.filter(identity__limited=None).select_related("identity").order_by("pk")
    held = {link.identity_id: link.identity for link in links}
    told = []
    for decision in _decisions(member):
        if decision.kind in (Decision.Kind.APART, Decision.Kind.OPEN):
            continue
        moved = [held[identity] for identity, _ in decision.moved if identity in held]
        here = decision.member_id == member.pk
        if moved or (here and decision.undone_by_id):
            possible = bool(moved) and here and not decision.undone_by_id and not hasattr(decision, "undoes")
            told.append(Reason(decision, moved, possible))
    told += _kept_apart(member)
    return sorted(told, key=lambda reason: (reason.decision.at, reason.decision.pk), reverse=True)


def _kept_apart(member: Member) -> list[Reason]:
    marks = Apart.objects.filter(Q(one__member=member) | Q(other__member=member), lifted_by=None)
    marks = marks.filter(decision__kind=Decision.Kind.APART).order_by("decision", "pk")
    from_whom: dict[Decision, dict[Member, None]] = defaultdict(dict)
    for mark in marks.select_related("decision__user", "one__member", "other__member"):
        from_whom[mark.decision] |= dict.fromkeys({mark.one.member, mark.other.member} - {member})
    return [Reason(decision, [], True, list(others)) for decision, others in from_whom.items()]


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
    return list(Member.objects.filter(pk__in=holders([member.pk])[member.pk]).order_by("pk"))


def holders(members: Collection[int]) -> dict[int, list[int]]:
    """For each of these members the numbers of those who hold the identities that decisions took from them."""
    found: dict[int, list[int]] = {member: [] for member in members}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT (pair ->> 1)::bigint AS member, l.member_id FROM people_decision d
                CROSS JOIN LATERAL jsonb_array_elements(d.moved) AS pair
                JOIN people_link l ON l.identity_id = (pair ->> 0)::integer
            WHERE d.moved @> ANY(%s::jsonb[]) AND (pair ->> 1)::bigint = ANY(%s) ORDER BY 1, 2
            """,
            [[f"[[{member}]]" for member in members], list(members)],
        )
        for member, holder in cursor.fetchall():
            found[member].append(holder)
    return found
