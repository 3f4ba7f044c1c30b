"""Whose data a visitor may see: the identities that their proofs name, and nothing that we only believe.

Rapport puts identities together by likeness and the team does by what it knows; both can be wrong. So a page of one's
own shows what is proved, and of the rest of the member only on which platforms there is more. What is said of the
member as a whole (notes, tags, evidence) is shown when every identity of the member is proved.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from rapport.ledger.models import Channel, Identity
from rapport.people.mine.counted import first_day
from rapport.people.mine.proof import ADDRESS, Proof
from rapport.people.models import Member


class Holding(NamedTuple):
    identities: list[Identity]
    """Proved, the oldest first."""
    whole: list[Member]
    """Members of whom every identity is proved."""
    parts: list[Member]
    """Members of whom some are."""
    unproven: Counter[str]
    """Identities of those members that are not proved, by platform."""

    @property
    def keys(self) -> list[int]:
        return [identity.pk for identity in self.identities]

    @property
    def members(self) -> list[Member]:
        return [*self.whole, *self.parts]


def holding(proofs: Sequence[Proof]) -> Holding:
    found = list(_addressed().filter(_named(proofs)).select_related("link__member").order_by("pk"))
    found = [identity for identity in found if not _is_older(identity, proofs)]
    proved = [identity.pk for identity in found]
    members = {each.link.member for each in found if hasattr(each, "link")}
    unproven = Identity.objects.filter(link__member__in=members).exclude(pk__in=proved).select_related("link")
    partly = {identity.link.member_id for identity in unproven}
    listed = sorted(members, key=lambda member: member.pk)
    return Holding(
        found,
        [member for member in listed if member.pk not in partly],
        [member for member in listed if member.pk in partly],
        Counter(identity.platform for identity in unproven),
    )


def written_at(address: str) -> str:
    """An e-mail address as the ledger has it, in whatever case it is asked for; empty where nothing is held of it."""
    found = _addressed().filter(address=address.strip().lower()).order_by("pk").values_list("address", flat=True)
    return str(found.first() or "")


def is_a_list(address: str) -> bool:
    """Whether a mailing list has this address. Its mail stands in an archive, so nobody is known by reading it.

    Lists are called by their id (RFC 2919), which is the address with a dot for its @, as a rule.
    """
    name, _, host = address.strip().lower().partition("@")
    return Channel.objects.filter(platform="email", native_id=f"{name}.{host}").exists()


def _addressed() -> QuerySet[Any]:
    """Identities that are there, with the e-mail address in lower case as `address`."""
    return Identity.objects.filter(erased=False).annotate(address=Lower("email"))


def _is_older(identity: Identity, proofs: Sequence[Proof]) -> bool:
    """Whether it did something before the account was made that is called so now: a name that was given away again."""
    made = [
        proof.since for proof in proofs if (proof.platform, proof.native_id) == (identity.platform, identity.native_id)
    ]
    day = first_day(identity.pk) if made and made[0] else None
    return day is not None and day.isoformat() < made[0]


def addresses_of(proofs: Sequence[Proof]) -> list[str]:
    """The proved addresses that are somebody's own, whether or not anything is held of them."""
    return [proof.native_id for proof in proofs if proof.platform == ADDRESS and not is_a_list(proof.native_id)]


def _named(proofs: Sequence[Proof]) -> Q:
    addresses = addresses_of(proofs)
    # To a database other letters are plain ones in lower case too, as the sign of Kelvin is a k.
    named = Q(address__in=addresses, email__regex="^[!-~]+$")
    for proof in proofs:
        if proof.platform != ADDRESS:
            named |= Q(platform=proof.platform, native_id=proof.native_id)
        if proof.platform == "github":  # the address that GitHub gives to this account alone
            named |= Q(address__startswith=f"{proof.native_id}+", address__endswith="@users.noreply.github.com")
    return named
