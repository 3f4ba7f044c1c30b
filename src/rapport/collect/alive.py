"""Know a running import from one whose process is gone: its writer's connection holds an advisory lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from rapport.collect.models import Import

IMPORTING = 7_271
"""The first half of the lock's name; the second is the import's number."""

BEGINNING = timedelta(minutes=1)
"""How long a command may take from its first row to its writer's lock."""

INTERRUPTED = "It was interrupted. What it had read is kept; import the same files again to go on."
STOPPED = "It was stopped. What it had read is kept; import the same files again to go on."


class AlreadyRunning(Exception):
    """Another process works on this import."""


@contextmanager
def holding(number: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [IMPORTING, number])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [IMPORTING, number])


def settle_interrupted() -> int:
    """Call stopped what says that it runs and has no process; returns how many. Its job may take it up again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [IMPORTING],
        )
        alive = [number for (number,) in cursor.fetchall()]
    wanted_so = When(state=Import.State.STOPPING, then=Value(STOPPED))
    running = Q(state__in=[Import.State.RUNNING, Import.State.STOPPING])
    # An upload may wait for its job as long as it likes; a command begins at once.
    never_begun = Q(state=Import.State.WAITING, uploaded=False, started_at__lt=timezone.now() - BEGINNING)
    return (
        Import.objects.filter(running | never_begun)
        .exclude(pk__in=alive)
        .update(
            state=Import.State.STOPPED, failure=Case(wanted_so, default=Value(INTERRUPTED)), finished_at=timezone.now()
        )
    )


def may_go_on(import_: Import) -> bool:
    """Whether its job may take it up: what was interrupted goes on, what somebody stopped does not."""
    interrupted = import_.state == Import.State.STOPPED and import_.failure == INTERRUPTED
    return not import_.over or interrupted
