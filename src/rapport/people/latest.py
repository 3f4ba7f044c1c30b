"""A member's latest activities, and where their links lead.

Recent ones say more than old ones, and few cost little.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from rapport.ledger.models import Telling
from rapport.people.which import Place, newest
from rapport.text.shown import host_of

LATEST = 500
"""Activities that are looked at."""
MOST = 5


def latest(identities: Sequence[int]) -> list[Place]:
    """The newest first."""
    return next(newest(identities, some=LATEST), [])


def linked(activities: Sequence[UUID]) -> list[tuple[str, int]]:
    """The hosts that these activities link to most often, each with how many do."""
    found = Telling.objects.filter(pk__in=activities).values_list("links", flat=True)
    counted = Counter(host for links in found for host in {host_of(link) for link in links or ()} - {""})
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST]
