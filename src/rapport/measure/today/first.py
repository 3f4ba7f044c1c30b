"""What was found in the first days of a home: who is there, and what waits to be said of them."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Min

from rapport.collect.models import Import
from rapport.people.acts import Acts
from rapport.people.proposals import how_many, looked

FIRST_DAYS = timedelta(days=3)
"""After the first import."""


class Found(NamedTuple):
    accounts: int
    """Identities: accounts, addresses and git authors; bots' too."""
    people: int
    joined: int
    """Accounts that were put together with another."""
    pairs: int
    """Of members who may be one person: the team is asked."""
    looked: bool
    """Whether everybody was looked through for such pairs already; the worker does so soon after an import."""


def found_first(acts: Acts, now: datetime) -> Found | None:
    """None once the first days are over."""
    began = Import.objects.exclude(state=Import.State.FORGOTTEN).aggregate(first=Min("finished_at"))["first"]
    if began is None or now - began > FIRST_DAYS:
        return None
    accounts, people = _counted(acts)
    return Found(accounts, people, accounts - people, how_many(), looked() is not None)


@lru_cache(maxsize=2)
def _counted(acts: Acts) -> tuple[int, int]:
    members = acts.members
    [row] = acts.ask(members.aggregate(accounts=members.count(), people=members.member.nunique()))
    return row["accounts"], row["people"]
