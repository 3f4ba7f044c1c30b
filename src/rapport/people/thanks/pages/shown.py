"""A reason and a letter as pages show them."""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse

from rapport.people.models import Member
from rapport.people.thanks.drafting import MOST_SENTENCES, Draft
from rapport.people.thanks.reasons import Reason, Row
from rapport.people.thanks.telling import Told
from rapport.people.timeline import write_cursor
from rapport.people.which import Place


class Evidence(NamedTuple):
    """An activity that bears a sentence out, and where one can see it."""

    row: Row
    address: str
    """On its platform; where nobody knows, on the member's timeline; empty for somebody else's."""


class Shown(NamedTuple):
    member: Member
    why: str
    reasons: str
    """The keys of what the letter thanks for, to be kept when it is sent."""
    draft: Draft | None

    @property
    def facts(self) -> list[tuple[str, list[Evidence]]]:
        facts = self.draft.facts if self.draft else []
        return [(fact.text, [Evidence(row, self._address(row)) for row in fact.rows]) for fact in facts]

    def _address(self, row: Row) -> str:
        if row.url or not self.member.links.filter(identity=row.identity).exists():
            return row.url
        here = write_cursor(Place(row.at + timedelta(microseconds=1), row.id))
        return f"{reverse('people:profile', args=[self.member.pk])}?before={here}#timeline"


def shown(told: Told) -> Shown:
    said = told.reasons[:MOST_SENTENCES]
    why = "; ".join(words(reason) for reason in told.reasons)
    return Shown(told.member, why[:1].upper() + why[1:], " ".join(reason.key for reason in said), told.draft)


def words(reason: Reason) -> str:
    """ "answer number 10", "back after 400 days"."""
    n = reason.n
    match reason.what:
        case "first":
            return "first contribution"
        case "answers":
            return f"answer number {n:,}"
        case "gifts":
            return f"contribution number {n:,}"
        case "return":
            return f"back after {n // 365} years" if n >= 2 * 365 else f"back after {n:,} days"
        case "years":
            return f"{n} year{'s' if n > 1 else ''} here"
        case "thread":
            return f"wrote {n:,} times in somebody's thread"
