"""Forget a person: every identity that a member is, with all that it did, wherever the ledger and the map hold it."""

from collections.abc import Sequence

from django.db import transaction

from rapport.ledger.erase import Erasure, erase
from rapport.ledger.models import Identity
from rapport.people import map as member_map
from rapport.people.models import Decision, Member


def traces(members: Sequence[Member]) -> tuple[str, ...]:
    """The names, handles and addresses of these members: what to look for in records that were set aside."""
    held = Identity.objects.filter(link__member__in=members).values_list("handle", "name", "email")
    return tuple(sorted({word for row in held for word in row if word}))


@transaction.atomic
def forget(members: Sequence[Member]) -> Erasure:
    """Erase these members from table and map, in one transaction. This cannot be taken back.

    Decisions about them go too: their evidence may quote them. `rapport.ledger.erase.sweep` then takes what they did
    out of the copy and off the disk.
    """
    keys = list(Identity.objects.filter(link__member__in=members).values_list("pk", flat=True))
    erased = erase(keys)
    Decision.objects.filter(member__in=members).delete()
    Member.objects.filter(pk__in=[member.pk for member in members]).delete()
    member_map.bump()
    return erased
