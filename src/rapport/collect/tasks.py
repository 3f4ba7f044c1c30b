"""Collect's jobs: read an upload, try again what was set aside, sweep up.

Each imports its work when it runs: every command loads this file, few need the readers of all platforms.
"""

import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, JobAborted
from procrastinate.tasks import Task

from rapport.collect.alive import AlreadyRunning, may_go_on, settle_interrupted
from rapport.collect.models import Import

DAY = 86_400


@app.task(
    name="collect.run",
    lock="collect.run",  # one import at a time: two of the same file would read it twice for nothing
    pass_context=True,
    retry=RetryStrategy(max_attempts=20, wait=5, retry_exceptions={JobAborted, AlreadyRunning}),
)
def run_upload(context: JobContext, number: int) -> None:
    """Read an upload's files and remove them. After a kill, or a stop of the worker, it goes on where it was,
    unless somebody had stopped it."""
    from rapport.collect import uploads
    from rapport.collect.run import Paused, Progress, run

    def look_up(_: Progress) -> None:
        if context.should_abort():
            raise Paused

    import_ = Import.objects.filter(pk=number).first()
    if import_ is None or not uploads.folder_of(number).is_dir():
        return
    if not may_go_on(import_):
        uploads.remove(number)
        return
    try:
        run(import_, uploads.given_of(import_), look_up)
    except Paused as paused:
        raise JobAborted from paused
    except AlreadyRunning:
        raise
    except Exception:
        uploads.remove(number)
        raise
    uploads.remove(number)
    follow_people()
    find_soon(number)


@app.task(name="collect.find", lock="collect.find")
def find(number: int) -> None:
    """Work out what an import found, where its command could not."""
    from rapport.collect.found import find_out

    import_ = Import.objects.filter(pk=number, found__isnull=True).first()
    if import_ is not None and import_.over:
        find_out(import_)


def find_soon(number: int) -> None:
    """Leave the job that works it out, unless it waits already."""
    _once(find, number)


@app.task(name="collect.retry", queueing_lock="collect.retry", lock="collect.run")
def retry_all(reason: str | None = None) -> None:
    """Read again what was set aside, all of it or all with one reason."""
    from rapport.collect.rejected import open_ones, retry

    rows = open_ones().order_by("pk")
    retry((rows if reason is None else rows.filter(reason=reason)).iterator(chunk_size=100))
    follow_people()


@app.task(
    name="collect.forget",
    lock="collect.forget",
    retry=RetryStrategy(max_attempts=20, wait=5, retry_exceptions={AlreadyRunning}),
)
def forget(number: int) -> None:
    """Take back what an import alone had brought, or what is left of it after a kill."""
    from rapport.collect import uploads
    from rapport.collect.takeback import take_back

    take_back(number, lambda looked: None)
    uploads.remove(number)


def forget_soon(number: int) -> None:
    """Leave the job that forgets an import; if one waits already, that one does it."""
    _once(forget, number)


@app.task(name="collect.read")
def read_on(number: int) -> None:
    """Read on what is due of a connection. Killed, it is left as it was, and the next one goes on."""
    from rapport.accounts.models import Connection
    from rapport.collect.connections.following import follow

    connection = Connection.objects.filter(pk=number, state=Connection.State.ACTIVE).first()
    if connection is not None and follow(connection):
        follow_people()


@app.periodic(cron="* * * * * */5")
@app.task(name="collect.due", queueing_lock="collect.due")
def find_due(timestamp: int) -> None:
    """Leave a job for each connection that has something to read, or events that wait, unless one waits already."""
    from rapport.collect.connections.following import due
    from rapport.collect.connections.hearing import waiting

    for number in due(datetime.now(UTC)):
        _once(read_on, number, lock=f"{read_on.name}.{number}")  # others' connections are read beside it
    for number in waiting():
        hear_soon(number)


@app.task(name="collect.hear")
def hear(number: int) -> None:
    """Read the events that a connection's platform sent."""
    from rapport.accounts.models import Connection
    from rapport.collect.connections.hearing import RESTING, read

    known = Connection.objects.filter(pk=number).exclude(state__in=RESTING)
    came = 0
    while (connection := known.first()) and (more := read(connection)):
        came += more
        time.sleep(LINGERS)
    if came:
        follow_people()


LINGERS = 0.5
"""Seconds that a job waits for more events of its connection, longer than SPARED."""
SPARED = 0.25
"""Within so many seconds no second job is left for the same connection: the one that was left still looks."""
_left: dict[int, float] = {}


def hear_soon(number: int) -> None:
    """Leave the job that reads a connection's events, unless one waits already: that one reads these too."""
    now = time.monotonic()
    if now - _left.get(number, 0) < SPARED:
        return
    _left[number] = now
    _once(hear, number, lock=f"{hear.name}.{number}")


@app.periodic(cron="* * * * *")
@app.task(name="collect.sweep", queueing_lock="collect.sweep")
def sweep(timestamp: int) -> None:
    """Settle imports whose process is gone, work out what others found, go on forgetting, and remove files of uploads
    and bundles that broke off."""
    from rapport.collect import uploads
    from rapport.collect.connections import hearing
    from rapport.platforms.git.unpacked import remove_left

    settle_interrupted()
    hearing.sweep(datetime.now(UTC))
    for number in _unknown():
        find_soon(number)
    for number in Import.objects.filter(state=Import.State.FORGETTING).values_list("pk", flat=True):
        forget_soon(number)  # at once over where another is at it: what is taken back is taken back once
    uploads.sweep(time.time() - DAY)
    remove_left()


def _unknown() -> "QuerySet[Import, int]":
    """Imports that are over and of which nobody has worked out yet what they found."""
    over = [Import.State.DONE, Import.State.STOPPED, Import.State.FAILED]
    return Import.objects.filter(state__in=over, remembered=True, found__isnull=True).values_list("pk", flat=True)


def _once(task: "Task[..., None, Any]", number: int, lock: str | None = None) -> None:
    """Leave the task's job about this number, unless one waits already; with this lock in place of the task's own."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.configure(queueing_lock=f"{task.name}.{number}", lock=lock).defer(number=number)


def follow_people() -> None:
    """Leave the job that gives new identities to their members; people's own module is a sibling of this one."""
    app.configure_task("people.follow", allow_unknown=True).defer()
