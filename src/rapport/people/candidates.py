"""Who could be the same person as a member: those of a like name, or those one looks for."""

from collections.abc import Iterable
from typing import NamedTuple

from rapport.ledger.models import Identity
from rapport.people.listing import identities_of
from rapport.people.models import Member
from rapport.people.searching import find

MOST = 10


class Candidate(NamedTuple):
    member: Member
    identities: list[Identity]

    @property
    def platforms(self) -> list[str]:
        return sorted({identity.platform for identity in self.identities})


def candidates(member: Member, words: str | None) -> list[Candidate]:
    """Other members who fit these words, addresses too; without words those who share the name or a handle.

    Those whose name begins with the words come first.
    """
    wanted = (words or "").replace("\0", "").strip()
    found: Iterable[int] = _alike(member) if words is None else []
    if wanted:
        found = find(wanted, addresses=True)
    there = Member.objects.in_bulk([pk for pk in found if pk != member.pk])
    held = identities_of(there)
    told = [Candidate(each, held[pk]) for pk, each in there.items() if held[pk]]
    told.sort(
        key=lambda each: (not each.member.name.lower().startswith(wanted.lower()), each.member.name, each.member.pk)
    )
    return told[:MOST]


def _alike(member: Member) -> set[int]:
    words = {member.name.lower()}
    for link in member.links.select_related("identity"):
        words |= {word.lower() for word in (link.identity.handle, link.identity.name) if word}
    like = Identity.objects.extra(
        where=["lower(ledger_identity.handle) = ANY(%s) OR lower(ledger_identity.name) = ANY(%s)"],
        params=[sorted(words), sorted(words)],
    )
    return set(like.exclude(link=None).values_list("link__member", flat=True))
