"""A reason and a letter as pages show them."""

from typing import NamedTuple

from rapport.people.models import Member
from rapport.people.thanks.drafting import MOST_SENTENCES, Draft
from rapport.people.thanks.reasons import Reason
from rapport.people.thanks.telling import Told


class Shown(NamedTuple):
    member: Member
    why: str
    reasons: str
    """The keys of what the letter thanks for, to be kept when it is sent."""
    draft: Draft | None


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
            return f"back after {n:,} days"
        case "years":
            return f"{n} year{'s' if n > 1 else ''} here"
        case "thread":
            return f"wrote {n:,} times in somebody's thread"
