"""Whom a member answers: the authors of what their latest activities are an answer to."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from rapport.people.models import Member

LATEST = 300
"""Activities that are looked at: recent ones say more than old ones, and few cost little."""
MOST = 5


class Answered(NamedTuple):
    member: Member
    n: int


def answered(identities: Sequence[int]) -> list[Answered]:
    """The members they answered most often among their latest activities, the most often first; never themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH latest AS (
                SELECT found.parent FROM unnest(%s::integer[]) AS i (id) CROSS JOIN LATERAL (
                    SELECT a.at, a.parent FROM ledger_activity a
                    WHERE a.identity_id = i.id AND NOT a.deleted AND a.parent IS NOT NULL
                    ORDER BY a.at DESC LIMIT {LATEST}
                ) AS found ORDER BY found.at DESC LIMIT {LATEST}
            )
            SELECT link.member_id, count(*) FROM latest
                JOIN ledger_activity parent ON parent.id = latest.parent
                JOIN people_link link ON link.identity_id = parent.identity_id
            WHERE parent.identity_id <> ALL(%s) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}
            """,
            [list(identities), list(identities)],
        )
        counted: dict[int, int] = dict(cursor.fetchall())
    members = Member.objects.in_bulk(counted)
    return [Answered(members[member], n) for member, n in counted.items() if member in members]
