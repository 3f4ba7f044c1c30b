"""The ledger's jobs. Each imports its work when it runs: every command loads this file, few need Arrow and DuckDB."""

import time
from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

RESTS = 2
"""Times as long as a refresh took, nothing is refreshed after it: a large ledger's would take a core for itself."""
MOST_REST_SECONDS = 10
_rests_until = [0.0]


@app.periodic(cron="* * * * * */10")
@app.task(name="ledger.refresh", queueing_lock="ledger.refresh", lock="ledger.refresh", pass_context=False)
def refresh(timestamp: int) -> None:
    """Bring the copy up to date every ten seconds, or of a large ledger every twenty, so that pages stay within a
    minute of what came."""
    from rapport.ledger import copy

    began = time.monotonic()
    if began >= _rests_until[0]:
        copy.refresh(wait=False)
        ended = time.monotonic()
        _rests_until[0] = ended + min(RESTS * (ended - began), MOST_REST_SECONDS)


@app.periodic(cron="17 * * * *")
@app.task(name="ledger.sweep", queueing_lock="ledger.sweep", lock="ledger.refresh", pass_context=False)
def sweep(timestamp: int) -> None:
    """Remove replaced files each hour, so that deleted text is gone from the disk within a day."""
    from rapport.ledger import copy, journal

    copy.tidy()
    journal.keep()


@app.periodic(cron="* * * * *")
@app.task(name="ledger.telling", queueing_lock="ledger.telling", lock="ledger.telling", pass_context=False)
def telling(timestamp: int) -> None:
    """Tell what new texts say besides their words."""
    from rapport.ledger.telling import tell  # its model takes a moment to load

    tell()


@app.task(name="ledger.sweep_now", queueing_lock="ledger.sweep_now", lock="ledger.refresh")
def sweep_now() -> None:
    """Take what was just erased out of the copy and off the disk, without waiting for the hour."""
    from rapport.ledger.erase import sweep as sweep_erased

    sweep_erased()


def sweep_soon() -> None:
    """Leave the sweep to the worker; if one waits already, that one does it."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        sweep_now.defer()
