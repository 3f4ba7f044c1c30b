"""When somebody of the team looked at Today last, before this visit."""

from datetime import datetime, timedelta

from django.db import transaction

from rapport.accounts.models import User
from rapport.measure.models import Visit

APART = timedelta(hours=1)
"""Who comes back sooner is still on the same visit: a page that is loaded anew goes on telling the same."""
NOTED = timedelta(minutes=1)
"""To which a view is noted."""


@transaction.atomic
def looks(user: User, now: datetime) -> datetime | None:
    """Note that they look now; when their visit before this one ended, None on their first."""
    visit, first = Visit.objects.select_for_update().get_or_create(user=user, defaults={"last": now})
    before = _before(visit, now)
    if not first and now - visit.last > NOTED:
        visit.before, visit.last = before, now
        visit.save(update_fields=["before", "last"])
    return before


def looked(user: User, now: datetime) -> datetime | None:
    """The same, without noting anything."""
    visit = Visit.objects.filter(user=user).first()
    return _before(visit, now) if visit else None


def _before(visit: Visit, now: datetime) -> datetime | None:
    return visit.last if now - visit.last > APART else visit.before
