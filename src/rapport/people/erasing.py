"""Forget a person: every identity that a member is, with all that it did, wherever the ledger and the map hold it."""

from collections.abc import Sequence

from django.db import transaction

from rapport.ledger.erase import Erasure, erase
from rapport.ledger.models import Identity
from rapport.people import map as member_map
from rapport.people.models import Decision, Member


@transaction.atomic
def forget(members: Sequence[Member]) -> Erasure:
    """Erase these members from table and map, in one transaction. This cannot be taken back.

    Decisions about them go too: their evidence may quote them. So do the members who were merged into them, whose
    names are theirs. `rapport.ledger.erase.sweep` then takes what they did out of the copy and off the disk.
    """
    keys = list(Identity.objects.filter(link__member__in=members).values_list("pk", flat=True))
    gone = with_merged_away({member.pk for member in members})
    erased = erase(keys)
    Member.objects.filter(pk__in=gone).delete()
    member_map.bump()
    return erased


def with_merged_away(members: set[int]) -> set[int]:
    """These members, those merged into them who hold no identity now, and those merged into these."""
    found, latest = set(members), set(members)
    while latest:
        merges = Decision.objects.filter(kind=Decision.Kind.MERGE, member__in=latest).values_list("moved", flat=True)
        before = {member for moved in merges for _, member in moved if member is not None}
        empty = Member.objects.filter(pk__in=before - found, links=None)
        latest = set(empty.values_list("pk", flat=True))
        found |= latest
    return found
