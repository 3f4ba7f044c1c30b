"""Jobs of the people room."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


@app.task(name="people.follow", queueing_lock="people.follow", lock="people.follow")
def follow() -> None:
    """Give new identities to their members; left behind by every import."""
    from rapport.people.follow import follow as follow_new

    follow_new()


@app.task(name="people.propose", queueing_lock="people.propose", lock="people.propose")
def propose() -> None:
    """Look for more who are one person."""
    from rapport.people.proposing import propose as look_through

    look_through()


def propose_soon() -> None:
    """Leave that to the worker, in the caller's transaction; if one waits already, that one does it."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        propose.defer()
