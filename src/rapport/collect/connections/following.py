"""Read a connection's streams on, one request after the other, as long as there is time and its platform lets us.

Each step's records and its cursor are one transaction: killed at any instant, the next run asks the same again and
finds it known. What waits (a quota, a platform that is down) is written down as a time; no worker sleeps for it.
"""

import logging
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from rapport.accounts import connections as kept
from rapport.accounts.models import Connection, Secret
from rapport.collect.connections.keeping import Keeper
from rapport.collect.connections.readers import reader_of
from rapport.collect.models import Budget, Stream
from rapport.words.errors import CredentialsRefused, PlaceGone, RateLimited, SecretUnreadable, Unreachable
from rapport.words.live import Access, Asking, Reader, Step
from rapport.words.live import Budget as Told
from rapport.words.live import Stream as Wanted

log = logging.getLogger(__name__)

SECONDS = 20.0
"""Of one run; then others have their turn."""
SPARED = 0.1
"""The share of a quota that reading leaves to writing and to people."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
"""After a failure; each in a row twice as long as the one before."""
GONE_FOR = timedelta(hours=1)
"""Until what is gone, or forbidden, is asked for again."""


def due(now: datetime) -> list[int]:
    """Connections that have something to read now."""
    streams = Stream.objects.filter(due_at__lte=now, connection__state=Connection.State.ACTIVE)
    return list(streams.order_by("connection").values_list("connection", flat=True).distinct())


def follow(connection: Connection, seconds: float = SECONDS) -> int:
    """Read on what is due, so long. How many activities came that the ledger had not."""
    reader = reader_of(connection.platform)
    wanted = arrange(connection, reader)
    until, came = time.monotonic() + seconds, 0
    keeper = Keeper(connection, reader.archive)
    try:
        access = access_of(connection, reader)
    except (SecretUnreadable, Secret.DoesNotExist) as lost:
        _refuse(connection, f"Its credentials cannot be read: {lost} Enter them again.", None)
        return 0
    try:
        with reader.opened(access) as ask:
            while time.monotonic() < until and (stream := _next(connection)):
                came += _step(connection, reader, keeper, ask, stream, wanted[stream.name].every)
    except CredentialsRefused as refused:
        _refuse(connection, str(refused), access)
    except Unreachable as problem:
        Connection.objects.filter(pk=connection.pk).update(error=str(problem))
    else:
        Connection.objects.filter(pk=connection.pk).exclude(error="").update(error="")
    return came


def access_of(connection: Connection, reader: Reader) -> Access:
    values = {secret.name: kept.secret(connection, secret.name) for secret in reader.secrets}
    return Access(connection.address, values, connection.chosen)


def arrange(connection: Connection, reader: Reader) -> dict[str, Wanted]:
    """A row for each stream of what is chosen now; those that are chosen no more go, and what they brought stays.
    These streams, by their names."""
    wanted = {stream.name: stream for stream in reader.streams(connection.chosen)}
    there = set(connection.streams.values_list("name", flat=True))
    if wanted.keys() == there:
        return wanted
    connection.streams.exclude(name__in=wanted).delete()
    now = datetime.now(UTC)
    Stream.objects.bulk_create(
        [
            Stream(connection=connection, name=name, label=stream.label, budget=stream.budget, due_at=now)
            for name, stream in wanted.items()
            if name not in there
        ],
        ignore_conflicts=True,
    )
    return wanted


def _next(connection: Connection) -> Stream | None:
    """What has waited longest; none where the connection rests meanwhile."""
    waiting = Stream.objects.filter(connection=connection, connection__state=Connection.State.ACTIVE)
    return waiting.filter(due_at__lte=datetime.now(UTC)).order_by("due_at", "pk").first()


def _step(connection: Connection, reader: Reader, keeper: Keeper, ask: Asking, stream: Stream, every: int) -> int:
    """One request. What concerns this stream alone, or its quota, is written down; all else is raised."""
    asked_at, row = datetime.now(UTC), Stream.objects.filter(pk=stream.pk)
    try:
        step = reader.step(ask, connection.chosen, stream.name, stream.cursor)
    except RateLimited as limited:
        _wait(connection, limited)
        return 0
    except PlaceGone as gone:
        row.update(error=str(gone), tries=F("tries") + 1, due_at=asked_at + GONE_FOR)
        return 0
    except Unreachable as problem:
        wait = min(FIRST_WAIT * 2 ** min(stream.tries, 10), LONGEST_WAIT)
        row.update(error=str(problem), tries=F("tries") + 1, due_at=datetime.now(UTC) + wait)
        raise
    except Exception as fault:
        said = f"It could not be read because of a fault of Rapport's ({type(fault).__name__}). It is tried again."
        row.update(error=said, tries=F("tries") + 1, due_at=asked_at + GONE_FOR)
        raise
    came = _keep(keeper, stream, step, asked_at, every)
    if step.budget:
        _note(connection, step.budget)
    return came


def _keep(keeper: Keeper, stream: Stream, step: Step, asked_at: datetime, every: int) -> int:
    """What came and where to go on, unless somebody else went on from there meanwhile."""
    with keeper.transaction():
        row = Stream.objects.select_for_update().filter(pk=stream.pk).first()
        if row is None or row.cursor != stream.cursor:
            return 0
        appended = keeper.keep(stream.label, step.outcomes)
        row.cursor, row.error, row.tries = step.cursor, "", 0
        row.reached = step.reached or row.reached
        if step.caught_up:
            row.caught_up_at = asked_at
        # What is not read yet goes to the end of the queue, so that all streams of a backfill advance.
        row.due_at = asked_at + timedelta(seconds=every) if step.caught_up else datetime.now(UTC)
        row.save()
    return appended.activities


def _wait(connection: Connection, limited: RateLimited) -> None:
    _of_budget(connection, limited.budget).filter(due_at__lt=limited.retry_at).update(due_at=limited.retry_at)
    Budget.objects.update_or_create(
        connection=connection, name=limited.budget, defaults={"left": 0, "anew_at": limited.retry_at}
    )


def _note(connection: Connection, told: Told) -> None:
    """What is left of a quota; where it is little, reading waits, and leaves it to writing and to people."""
    told_now = {"limit": told.limit, "left": told.left, "anew_at": told.anew_at}
    Budget.objects.update_or_create(connection=connection, name=told.name, defaults=told_now)
    if is_spent(told):
        _of_budget(connection, told.name).filter(due_at__lt=told.anew_at).update(due_at=told.anew_at)


def is_spent(budget: Told | Budget) -> bool:
    """Whether no more than what reading leaves to others is left."""
    return budget.left <= budget.limit * SPARED


def spent(connection: Connection, now: datetime) -> list[Budget]:
    """Quotas of which reading may use no more for now."""
    return [one for one in connection.budgets.filter(anew_at__gt=now) if is_spent(one)]


def wake(connection: Connection, names: Collection[str] | None = None) -> None:
    """Have these streams, or all, read now; but what its platform makes wait goes on waiting."""
    now = datetime.now(UTC)
    waiting = {one.name for one in spent(connection, now)}
    if "" in waiting:
        return
    streams = connection.streams.exclude(budget__in=waiting)
    (streams if names is None else streams.filter(name__in=names)).update(due_at=now)


def _of_budget(connection: Connection, name: str) -> "QuerySet[Stream]":
    return connection.streams.filter(budget=name) if name else connection.streams.all()


def _refuse(connection: Connection, reason: str, access: Access | None) -> None:
    """Unless somebody entered others meanwhile, or it was paused or ended."""
    with transaction.atomic():
        row = Connection.objects.select_for_update().filter(pk=connection.pk, state=Connection.State.ACTIVE)
        if not row.exists() or (access and _changed(connection, access)):
            return
        row.update(state=Connection.State.REFUSED, error=reason)
    log.error("Connection %s is refused: %s", connection.pk, reason)


def _changed(connection: Connection, access: Access) -> bool:
    return any(kept.secret(connection, name) != value for name, value in access.secrets.items())
