"""Who could be the same person as a member: those of a like name, or those one looks for."""

from typing import NamedTuple

import ibis

from rapport.ledger.models import Identity
from rapport.people.current import current
from rapport.people.listing import identities_of
from rapport.people.models import Member
from rapport.people.searching import alike, fitting

MOST = 10


class Candidate(NamedTuple):
    member: Member
    identities: list[Identity]


def candidates(member: Member, words: str | None) -> list[Candidate]:
    """Other members who fit these words, addresses too; without words those who share the name or a handle.

    Those whose name begins with the words come first.
    """
    acts = current()
    wanted = (words or "").replace("\0", "").strip()
    if words is not None and not wanted:
        return []
    found = fitting(acts, wanted, addresses=True) if wanted else alike(acts, _words(member))
    begins = found.called.startswith(ibis.literal(wanted).lower())
    question = found.filter(found.member != member.pk).order_by(begins.desc(), "called", "member").limit(MOST)
    ids = [row["member"] for row in acts.ask(question)]
    there, held = Member.objects.in_bulk(ids), identities_of(ids)
    return [Candidate(there[pk], held[pk]) for pk in ids if pk in there and held[pk]]


def _words(member: Member) -> set[str]:
    identities = [link.identity for link in member.links.select_related("identity")]
    return {word for word in (member.name, *(x for i in identities for x in (i.handle, i.name))) if word}
