"""Limit what is done with identities: stored, and nothing else (GDPR, article 18), until that is lifted.

The map leaves them out, and with it every list, search, number by person, proposal and letter; new activity is kept
and not shown. It is said of identities, which stay what they are when members are put together or taken apart.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef, QuerySet

from rapport.accounts.models import User
from rapport.people import map as member_map
from rapport.people.models import Limited, Link, Member


@transaction.atomic
def limit(identities: Collection[int], user: User | None, *, by_themselves: bool = False) -> int:
    """Answers how many were not limited before."""
    before = Limited.objects.filter(identity__in=identities).count()
    Limited.objects.bulk_create(
        (Limited(identity_id=key, user=user, by_themselves=by_themselves) for key in sorted(identities)),
        ignore_conflicts=True,
    )
    member_map.bump(identities)
    return len(set(identities)) - before


@transaction.atomic
def lift(identities: Collection[int]) -> int:
    """Answers how many had been limited."""
    lifted, _ = Limited.objects.filter(identity__in=identities).delete()
    member_map.bump(identities)
    return lifted


def of_member(member: Member) -> list[int]:
    return list(Link.objects.filter(member=member).values_list("identity_id", flat=True))


def is_limited(member: Member) -> bool:
    """Whether every identity of the member is; of somebody with some that are not, those are shown."""
    links = Link.objects.filter(member=member)
    return links.exists() and not links.filter(identity__limited=None).exists()


def shown() -> QuerySet[Member]:
    """Members who hold an identity that is not limited."""
    return Member.objects.filter(Exists(Link.objects.filter(member=OuterRef("pk"), identity__limited=None)))


def follow(cursor: CursorWrapper, members: Collection[int], newcomers: Collection[int]) -> None:
    """Newcomers whom proof joined to somebody who is limited are so too: it is the person who asked."""
    cursor.execute(
        """
        INSERT INTO people_limited (identity_id, by_themselves, user_id)
        SELECT new.identity_id, first.by_themselves, first.user_id FROM people_link new JOIN LATERAL (
            SELECT bool_and(l.identity_id IS NOT NULL) AS all_limited, bool_or(l.by_themselves) AS by_themselves,
                min(l.user_id) AS user_id
            FROM people_link old LEFT JOIN people_limited l USING (identity_id)
            WHERE old.member_id = new.member_id AND old.identity_id <> ALL(%(new)s)
        ) first ON first.all_limited
        WHERE new.member_id = ANY(%(members)s) AND new.identity_id = ANY(%(new)s)
        ON CONFLICT DO NOTHING
        """,
        {"new": sorted(newcomers), "members": sorted(members)},
    )
