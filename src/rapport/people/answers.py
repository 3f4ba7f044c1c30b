"""Whom a member answers and where their links lead, told from their latest activities.

Recent ones say more than old ones, and few cost little.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from rapport.ledger.models import Telling
from rapport.people.models import Member
from rapport.people.which import newest
from rapport.text.shown import host_of

LATEST = 500
"""Activities that are looked at."""
MOST = 5


class Answered(NamedTuple):
    member: Member
    n: int


def latest(identities: Sequence[int]) -> list[UUID]:
    return [place.id for place in next(newest(identities, some=LATEST), [])]


def answered(identities: Sequence[int], activities: Sequence[UUID]) -> list[Answered]:
    """The members whom these activities of theirs answer most often, the most often first; never themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT link.member_id, count(*) FROM ledger_activity a
                JOIN ledger_activity parent ON parent.id = a.parent
                JOIN people_link link ON link.identity_id = parent.identity_id
            WHERE a.id = ANY(%s) AND NOT a.deleted AND parent.identity_id <> ALL(%s)
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}
            """,
            [list(activities), list(identities)],
        )
        counted: dict[int, int] = dict(cursor.fetchall())
    members = Member.objects.in_bulk(counted)
    return [Answered(members[member], n) for member, n in counted.items() if member in members]


def linked(activities: Sequence[UUID]) -> list[tuple[str, int]]:
    """The hosts that these activities link to most often, each with how many do."""
    found = Telling.objects.filter(pk__in=activities).values_list("links", flat=True)
    counted = Counter(host for links in found for host in {host_of(link) for link in links or ()} - {""})
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST]
