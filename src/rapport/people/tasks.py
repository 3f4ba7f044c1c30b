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
    know_soon()


@app.task(name="people.words", queueing_lock="people.words", lock="people.words")
def read_words() -> None:
    """Count in how many texts each word stands, if there are many more texts than the last time."""
    from rapport.ledger import copy
    from rapport.people.topics.reading import read_if_grown

    copy.refresh()
    read_if_grown()


@app.task(name="people.organisations", queueing_lock="people.organisations", lock="people.organisations")
def look_for_organisations() -> None:
    """Find out from which organisations' addresses new identities write."""
    from rapport.people.organisations.looking import look

    look()


@app.task(name="people.bots", queueing_lock="people.bots", lock="people.bots")
def look_for_bots() -> None:
    """Find out who is called or behaves like a bot, so that the team can be asked."""
    from rapport.ledger import copy
    from rapport.people.bots.looking import look

    copy.refresh()
    look()


def know_soon() -> None:
    """Leave to the worker what follows from new activity, in the caller's transaction; what waits already does it."""
    for job in (read_words, look_for_organisations, look_for_bots):
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer()


@app.task(name="people.propose", queueing_lock="people.propose", lock="people.propose")
def propose() -> None:
    """Look for more who are one person."""
    from rapport.ledger import copy
    from rapport.people.proposing import propose as look_through

    copy.refresh()
    look_through()
    know_soon()  # how many people write from a domain, and what they are called, is another thing now


def propose_soon() -> None:
    """Leave that to the worker, in the caller's transaction; if one waits already, that one does it."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        propose.defer()


@app.periodic(cron="23 4 * * *")
@app.task(name="people.tidy", queueing_lock="people.tidy", lock="people.tidy")
def tidy(timestamp: int) -> None:
    """Let go of what was deleted a day ago: notes, tasks, lines of the log."""
    from rapport.people.notes.writing import let_go

    let_go()


@app.periodic(cron="47 * * * *")
@app.task(name="people.drop_links", queueing_lock="people.drop_links", pass_context=False)
def drop_links(timestamp: int) -> None:
    """Links that would have proved an address, and did not in time, go with it."""
    from rapport.people.mine.links import drop_old
    from rapport.people.mine.mastodon.signing_in import drop_old as drop_registrations

    drop_old()
    drop_registrations()
