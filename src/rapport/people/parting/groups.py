"""Into whom a member may be taken apart who was glued together from several people."""

from collections.abc import Sequence

from django.db import connection

from rapport.people.follow import COLUMNS, related_to
from rapport.people.matching import proof
from rapport.people.matching.proof import Known, best_name
from rapport.people.models import Member

Groups = list[list[Known]]
"""The first group stays the member."""


def alone(member: Member) -> Groups:
    """Each identity by itself."""
    return _ordered([[identity] for identity in held(member)])


def by_proof(member: Member) -> Groups:
    """What plain proof joins, and nothing else does: the same account, the same address that is nobody else's."""
    mine = held(member)
    keys = {identity.id for identity in mine}
    with connection.cursor() as cursor:
        beside = [each for each in related_to(cursor, mine) if each.id not in keys]
    people = proof.people([*mine, *beside])
    return _ordered([group for person in people if (group := [one for one in person.identities if one.id in keys])])


def as_chosen(member: Member, places: dict[int, str]) -> Groups:
    """By the word that each identity was given; those without one stay."""
    found: dict[str, list[Known]] = {"": []}
    for identity in held(member):
        found.setdefault(places.get(identity.id, ""), []).append(identity)
    return [group for group in (found.pop(""), *(found[word] for word in sorted(found))) if group]


def named(group: Sequence[Known]) -> str:
    """Who they will be."""
    return best_name(group)


def held(member: Member) -> list[Known]:
    """The member's identities, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM ledger_identity i JOIN people_link l ON l.identity_id = i.id"
            " WHERE l.member_id = %s ORDER BY i.id",
            [member.pk],
        )
        return [Known(*row) for row in cursor.fetchall()]


def _ordered(groups: Groups) -> Groups:
    """The largest stays; of two as large, the one with the oldest identity."""
    return sorted(groups, key=lambda group: (-len(group), group[0].id))
