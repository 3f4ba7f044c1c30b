"""Whom a member answers: the authors of what their latest activities are an answer to."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from rapport.people.models import Member
from rapport.people.which import newest

LATEST = 500
"""Activities that are looked at, answers or not: recent ones say more than old ones, and few cost little."""
MOST = 5


class Answered(NamedTuple):
    member: Member
    n: int


def answered(identities: Sequence[int]) -> list[Answered]:
    """The members they answered most often among their latest activities, the most often first; never themselves."""
    latest = next(newest(identities, some=LATEST), [])
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT link.member_id, count(*) FROM ledger_activity a
                JOIN ledger_activity parent ON parent.id = a.parent
                JOIN people_link link ON link.identity_id = parent.identity_id
            WHERE a.id = ANY(%s) AND NOT a.deleted AND parent.identity_id <> ALL(%s)
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}
            """,
            [[place.id for place in latest], list(identities)],
        )
        counted: dict[int, int] = dict(cursor.fetchall())
    members = Member.objects.in_bulk(counted)
    return [Answered(members[member], n) for member, n in counted.items() if member in members]
