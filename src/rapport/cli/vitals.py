"""What the database tells of itself, of the copy, of the worker and its jobs, and of the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rapport.cli.worker import STALLED_SECONDS
from rapport.home.access import How
from rapport.home.health import Check, State
from rapport.ledger import copy as ledger_copy
from rapport.measure.digest.week import week_of
from rapport.measure.models import DigestDelivery, DigestWish

CLOCK_SECONDS = 5.0
COPY_LATE = timedelta(minutes=5)
"""The copy is refreshed every minute; when it is so late with months waiting, nobody refreshes it."""
DIGESTS = timedelta(days=14)
"""What became of older mails nobody asks."""
WORDS = {
    How.OWN: "Rapport's own, started for this command",
    How.GUEST: "Rapport's own, run by `rapport up`",
    How.EXTERNAL: "your own, named in DATABASE_URL",
}


def postgresql(how: How) -> Check:
    row = _row("SELECT current_setting('server_version'), pg_database_size(current_database())")
    return Check("Database", State.OK, f"PostgreSQL {row[0]}, {WORDS[how]}; {row[1] / 1e6:,.0f} MB")


def tables() -> Check:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Check(
            "Tables",
            State.BAD,
            f"{len(waiting)} migrations wait",
            "Stop `rapport up` and start it again: it migrates at its start.",
        )
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown:
        todo = "The database was used by a newer Rapport. Update this one."
        return Check("Tables", State.WARN, f"{len(unknown)} migrations that this version does not know", todo)
    return Check("Tables", State.OK, "up to date")


def copy() -> Check:
    as_of, waiting = ledger_copy.as_of(), ledger_copy.waiting()
    if as_of is None:
        state = State.WARN if waiting else State.OK
        return Check(
            "Copy", state, "not made yet", "Run `rapport ledger rebuild`, or import something." if waiting else ""
        )
    age = datetime.now(UTC) - as_of
    found = f"as of {as_of:%Y-%m-%d %H:%M:%S} UTC, {waiting} months waiting"
    if waiting and age > COPY_LATE:
        return Check(
            "Copy", State.WARN, found, "Start `rapport up`, whose worker refreshes it, or run `rapport ledger refresh`."
        )
    return Check("Copy", State.OK, found)


def worker(*, expected: bool) -> Check:
    row = _row("SELECT count(*), extract(epoch FROM now() - max(last_heartbeat))::float FROM procrastinate_workers")
    count, silent = row
    if count and silent <= STALLED_SECONDS:
        return Check("Worker", State.OK, f"{count} at work, heard of {silent:,.0f} s ago")
    found = "none" if not count else f"none heard of for {silent:,.0f} s"
    if expected:
        return Check("Worker", State.BAD, found, "`rapport up` should be running one: see what it printed.")
    return Check("Worker", State.WARN, found, "Start `rapport up`, or `rapport worker` where DATABASE_URL is set.")


def jobs() -> Check:
    waiting, stalled, failed = _row(
        """
        SELECT count(*) FILTER (WHERE job.status = 'todo'),
               count(*) FILTER (WHERE job.status = 'doing'
                   AND coalesce(worker.last_heartbeat < now() - make_interval(secs => %s), true)),
               count(*) FILTER (WHERE job.status = 'failed')
        FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
        """,
        STALLED_SECONDS,
    )
    found = f"{waiting} waiting, {stalled} without a worker, {failed} failed in the last 30 days"
    if stalled:
        return Check(
            "Jobs", State.WARN, found, "A running worker begins them again within a minute: start `rapport up`."
        )
    if failed:
        return Check(
            "Jobs",
            State.WARN,
            found,
            "What each said stands in the output of `rapport up`; the pages show what they left.",
        )
    return Check("Jobs", State.OK, found)


def digests() -> Check | None:
    """The weekly mails that did not arrive, or of which nobody knows; None where nobody wants any."""
    wanted = DigestWish.objects.filter(user__is_active=True).count()
    refused = DigestDelivery.objects.filter(state=DigestDelivery.State.WAITING, tries__gt=0).order_by("-changed_at")
    now = datetime.now(UTC)
    broken_off = (now - DIGESTS, now - timedelta(seconds=3 * STALLED_SECONDS))
    unknown = DigestDelivery.objects.filter(state=DigestDelivery.State.SENDING, changed_at__range=broken_off)
    if not wanted and not refused and not unknown:
        return None
    found = f"{wanted} of the team want it on Mondays"
    if wanted and not settings.EMAIL_URL:
        return Check("Digest", State.WARN, f"{found}; there is no mail server", "Set RAPPORT_EMAIL_URL.")
    if problem := refused.first():
        found = f"{len(refused)} wait, tried {problem.tries} times: {problem.error}"
        todo = "They are tried again and nothing is lost. See RAPPORT_EMAIL_URL, or the mail server's log."
        return Check("Digest", State.WARN, found, todo)
    if one := unknown.first():
        found = f"nobody knows whether {len(unknown)} arrived: the machine or the line broke right then"
        week = week_of(one.week)
        todo = f"They are not sent twice by themselves. By hand: `rapport measure digest --week {week} --to ADDRESS`."
        return Check("Digest", State.WARN, found, todo)
    return Check("Digest", State.OK, found)


def clock(now: datetime) -> Check:
    apart = abs((_row("SELECT clock_timestamp()")[0] - now).total_seconds())
    if apart > CLOCK_SECONDS:
        return Check(
            "Clock", State.BAD, f"{apart:,.1f} s from the database's", "Let NTP set the clocks of both machines."
        )
    return Check("Clock", State.OK, f"{now:%Y-%m-%d %H:%M:%S} UTC, {apart:.3f} s from the database's")


def _row(query: str, *values: float) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        row: tuple[Any, ...] = cursor.fetchone()
        return row
