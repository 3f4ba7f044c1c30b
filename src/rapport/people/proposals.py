"""Pairs of members who may be one person and of whom nobody has said anything yet."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from rapport.people.matching.deciding import how_likely
from rapport.people.models import Looked, Member, Proposal

_WAITING = """
    WITH apart AS (
        SELECT DISTINCT least(one.member_id, other.member_id) AS low, greatest(one.member_id, other.member_id) AS high
        FROM people_apart a JOIN people_link one ON one.identity_id = a.one_id
            JOIN people_link other ON other.identity_id = a.other_id
        WHERE a.lifted_by_id IS NULL
    ), waiting AS (
        SELECT p.id, p.score, p.put_off_at,
            least(one.member_id, other.member_id) AS low, greatest(one.member_id, other.member_id) AS high
        FROM people_proposal p JOIN people_link one ON one.identity_id = p.one_id
            JOIN people_link other ON other.identity_id = p.other_id
        WHERE one.member_id <> other.member_id
            AND NOT EXISTS (SELECT FROM people_limited WHERE identity_id IN (p.one_id, p.other_id))
    )
    SELECT w.id FROM waiting w LEFT JOIN apart USING (low, high) WHERE apart.low IS NULL
    ORDER BY w.put_off_at NULLS FIRST, w.score DESC, w.id
"""
_STATE = """
    SELECT count(*), max(id), sum(score), count(put_off_at), max(put_off_at),
        (SELECT version FROM people_mapversion),
        (SELECT row(count(*), max(id))::text FROM people_apart WHERE lifted_by_id IS NULL)
    FROM people_proposal
"""
"""What no change of the queue leaves as it was: read in milliseconds, where the queue of a large home takes 0.2 s."""
_held: list[tuple[object, list[int]]] = []
"""At most one: the queue, and the state in which it was read."""


class Pair(NamedTuple):
    """First comes who keeps the name and the page if they are one: whom somebody shaped by hand, else the older."""

    proposal: Proposal
    one: Member
    other: Member

    @property
    def likely(self) -> str:
        return how_likely(self.proposal.score)


def waiting() -> list[int]:
    """Numbers of the proposals, the likeliest first; what was put off comes last, the longest ago first."""
    with connection.cursor() as cursor:
        # The state is read first: what changes meanwhile is read again under its own.
        cursor.execute(_STATE)
        state = cursor.fetchone()
        for known, numbers in _held:
            if known == state:
                return list(numbers)
        cursor.execute(_WAITING)
        found = [row[0] for row in cursor.fetchall()]
        _held[:] = [(state, found)]
        return list(found)


def how_many() -> int:
    return len(waiting())


def pairs(numbers: Sequence[int]) -> list[Pair]:
    """These proposals in this order, with the members as they are now."""
    there = Proposal.objects.select_related("one__member", "other__member").in_bulk(numbers)
    return [_pair(there[number]) for number in numbers if number in there]


def _pair(proposal: Proposal) -> Pair:
    both = (proposal.one.member, proposal.other.member)
    one, other = sorted(both, key=lambda member: (not (member.name_by_hand or member.side_by_hand), member.pk))
    return Pair(proposal, one, other)


def put_off(proposal: Proposal) -> None:
    """See it again after all others."""
    proposal.put_off_at = timezone.now()
    proposal.save(update_fields=["put_off_at"])


def looked() -> Looked | None:
    """When everybody was looked through last; None if never."""
    return Looked.objects.first()
