"""Erase what is proved to be somebody's, or whom the team was asked to forget, and say on a receipt what went."""

import secrets
from collections.abc import Collection, Sequence

from django.db import transaction

from rapport.ledger.tasks import sweep_soon
from rapport.people.erasing import forget
from rapport.people.merging import rename, split
from rapport.people.models import Decision, Link, Member, Receipt

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without what is taken for another letter when it is read out."""


@transaction.atomic
def erase_identities(
    identities: Collection[int], addresses: Sequence[str] = (), *, by_themselves: bool = False
) -> Receipt:
    """Erase these, and what names `addresses` that are proved to be theirs, and nothing else. Of a member of whom
    others stay, what stays is somebody's own: without the name and the reasons that were given for all of it together,
    since they may quote who is gone.
    """
    leaving = []
    for member in Member.objects.filter(links__identity__in=identities).distinct().order_by("pk"):
        held = set(Link.objects.filter(member=member).values_list("identity_id", flat=True))
        if staying := held - set(identities):
            leaving.append(split(member, sorted(held - staying), "they asked to be forgotten", None).member)
            Decision.objects.filter(member=member).update(evidence="")
            rename(member, "")
        else:
            leaving.append(member)
    return erase(leaving, addresses, by_themselves=by_themselves)


@transaction.atomic
def erase(members: Sequence[Member], addresses: Sequence[str] = (), *, by_themselves: bool = False) -> Receipt:
    """Forget these members, in one transaction with the receipt, and leave the sweep to the worker."""
    gone = forget(members, addresses)
    sweep_soon()
    receipt = Receipt.objects.create(
        reference=_reference(),
        identities=gone.identities,
        activities=gone.activities,
        others=gone.elsewhere,
        by_themselves=by_themselves,
    )
    receipt.refresh_from_db()  # the database set the time
    return receipt


def _reference() -> str:
    """Chance alone: nothing of the person is in it."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in range(0, 12, 4))


def told(receipt: Receipt) -> dict[str, object]:
    """As the person may keep it, and as commands print it."""
    return {
        "receipt": receipt.reference,
        "erased_at": receipt.at.isoformat(timespec="seconds"),
        "identities": receipt.identities,
        "activities": receipt.activities,
        "other_rows": receipt.others,
    }
