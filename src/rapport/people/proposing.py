"""Look through everybody for more who are one person: put together who surely is, propose who may be.

Safe to run at any time and again, in several processes: each merge is checked against what holds when it is written,
and is written whole or not at all; what was proposed before is replaced in one transaction.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from rapport.people import merging
from rapport.people.everybody import Everybody, everybody
from rapport.people.habits import by_habits
from rapport.people.matching.deciding import WORTH_ASKING, Join, Maybe, decide, how_likely
from rapport.people.matching.habits import ALL
from rapport.people.matching.likeness import CERTAIN
from rapport.people.models import Link, Looked, Member

PROPOSING = 7_270_004
"""Advisory lock: one process replaces the proposals at a time."""
AT_ONCE = 100
"""Merges in one transaction: a merge by hand waits for at most a second."""


class Proposed(NamedTuple):
    identities: int
    """Looked through."""
    merged: int
    waiting: int
    """Pairs that may be one person."""


def propose() -> Proposed:
    at = timezone.now()
    found = everybody()
    decided = decide(found.aliases, found.standing, WORTH_ASKING - ALL)
    merged = put_together(decided.joins, found)
    maybe = by_habits(decided.maybe, found)
    _replace(maybe, found.identities)
    Looked.objects.update_or_create(pk=1, defaults={"at": at, "identities": len(found.identities)})
    return Proposed(len(found.identities), merged, len(maybe))


def put_together(joins: Sequence[Join], found: Everybody) -> int:
    """A join whose members are not as they were when they were looked at waits for the next time."""
    held: dict[int, set[int]] = {}
    for identity, member in zip(found.identities, found.standing.members, strict=True):
        held.setdefault(member, set()).add(identity)
    merged = 0
    for some in _batched(joins):
        with transaction.atomic():
            merged += sum(_join(join, held) for join in some)
    return merged


def _batched(joins: Sequence[Join]) -> list[Sequence[Join]]:
    return [joins[at : at + AT_ONCE] for at in range(0, len(joins), AT_ONCE)]


def _join(join: Join, held: dict[int, set[int]]) -> bool:
    both = join.into, join.other
    links = Link.objects.select_for_update().filter(member__in=both).order_by("identity_id")
    now: dict[int, set[int]] = {member: set() for member in both}
    for link in links:
        now[link.member_id].add(link.identity_id)
    if any(now[member] != held[member] for member in both):
        return False
    there = Member.objects.in_bulk(both)
    try:
        merging.merge(there[join.into], [there[join.other]], in_words(join.score, join.evidence), None, itself=True)
    except merging.NotPossible:
        return False
    held[join.into] |= held.pop(join.other)
    return True


def in_words(score: float, evidence: Sequence[str]) -> str:
    """The evidence of a merge; what proves it needs no chance."""
    told = "; ".join(evidence)
    return told if score >= CERTAIN else f"{told} ({how_likely(score)})"


def _replace(maybe: Sequence[Maybe], identities: Sequence[int]) -> None:
    """What was put off stays so. An identity that went meanwhile is left out."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PROPOSING])
        cursor.execute(
            "CREATE TEMP TABLE proposed (one integer, other integer, score float8, evidence jsonb) ON COMMIT DROP"
        )
        with cursor.copy("COPY proposed FROM STDIN") as copy:
            for each in maybe:
                pair = sorted((identities[each.one], identities[each.other]))
                copy.write_row((*pair, each.score, Jsonb(list(each.evidence))))
        cursor.execute(
            "DELETE FROM people_proposal p WHERE (one_id, other_id) NOT IN (SELECT one, other FROM proposed)"
        )
        cursor.execute(
            """
            INSERT INTO people_proposal (one_id, other_id, score, evidence)
            SELECT one, other, score, evidence FROM proposed
            WHERE one IN (SELECT identity_id FROM people_link) AND other IN (SELECT identity_id FROM people_link)
            ON CONFLICT (one_id, other_id) DO UPDATE SET score = excluded.score, evidence = excluded.evidence
            """
        )
