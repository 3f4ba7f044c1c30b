"""Whom to thank today: who did something worth it lately, may be written to, and was not thanked for it yet."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from rapport.people.acts import Acts
from rapport.people.models import Member
from rapport.people.thanks.contact import put_off, thanked_for, why_not
from rapport.people.thanks.finding import Candidate, candidates, window
from rapport.people.thanks.reasons import Reason
from rapport.people.thanks.telling import Told, told
from rapport.words.span import Span

SPARE = 5
"""So many more are looked at: some may not be written to, and looking again takes as long as for all at once."""


class Thanks(NamedTuple):
    shown: list[Told]
    candidates: int
    """How many seem to be to thank in all; some of them are put off, or may not be written to."""
    firsts: int
    """How many of those for their first contribution."""
    lately: Span | None
    more: int | None
    """From which place on to go on; None at the end."""


def whom_to_thank(
    acts: Acts, limit: int, *, after: int = 0, day: date | None = None, lately: Span | None = None
) -> Thanks:
    """For what they did in the last 30 days of the data, or `lately`."""
    lately = lately or window(acts)
    if lately is None:
        return Thanks([], 0, 0, None, None)
    day = day or datetime.now(UTC).date()
    everybody = candidates(acts, lately)
    shown: list[Told] = []
    place = after
    while place < len(everybody) and len(shown) < limit:
        some = everybody[place : place + limit - len(shown) + SPARE]
        shown += _to_thank(acts, some, lately, day)
        place += len(some)
    if len(shown) > limit:
        shown = shown[:limit]
        place = [one.member for one in everybody].index(shown[-1].member.pk) + 1
    return Thanks(
        shown,
        len(everybody),
        sum(one.first for one in everybody),
        lately,
        place if place < len(everybody) else None,
    )


def thanks_for(acts: Acts, member: Member) -> Told | None:
    """What one person is to be thanked for, whether or not they may be written to."""
    lately = window(acts)
    if lately is None or all(one.member != member.pk for one in candidates(acts, lately)):
        return None
    found = told(acts, [member], lately)
    return found[0] if found else None


def _to_thank(acts: Acts, some: list[Candidate], lately: Span, day: date) -> list[Told]:
    there = Member.objects.in_bulk([one.member for one in some])
    members = [there[one.member] for one in some if one.member in there]
    said = _Said(members, day)
    return said.of(told(acts, [one for one in members if said.allows(one)], lately))


def still(those: Sequence[Told], day: date) -> list[Told]:
    """Those of these, told a moment ago, whom nobody thanked or put off since, and who may still be written to."""
    there = Member.objects.in_bulk([one.member.pk for one in those])
    now = [one._replace(member=there[one.member.pk]) for one in those if one.member.pk in there]
    said = _Said([one.member for one in now], day)
    return said.of([one for one in now if said.allows(one.member)])


class _Said:
    """What the team said of writing to candidates."""

    def __init__(self, members: Sequence[Member], day: date) -> None:
        grounds = {one.pk for one in members}  # nobody is a candidate without
        self._against, self._off = why_not(members, day, grounds), put_off(members, day)
        self._done = thanked_for(members)

    def allows(self, member: Member) -> bool:
        return member.pk not in self._against and "" not in self._off.get(member.pk, set())

    def of(self, those: Sequence[Told]) -> list[Told]:
        """With the reasons that are left; who has none is left out."""
        left = [one._replace(reasons=[reason for reason in one.reasons if self._open(one, reason)]) for one in those]
        return [one for one in left if one.reasons and one.draft]

    def _open(self, one: Told, reason: Reason) -> bool:
        said = self._off.get(one.member.pk, set()) | self._done.get(one.member.pk, set())
        return reason.key not in said
