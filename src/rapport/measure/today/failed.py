"""What failed lately and nobody has mended: imports, and jobs."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from rapport.collect.models import Import

DAYS = 14


class Failed(NamedTuple):
    key: str
    what: str
    why: str
    """What happened, what is safe, what to do."""
    at: datetime
    address: str
    """Where one sees more; empty of jobs, of which `rapport doctor` tells."""
    job: bool


def failed(now: datetime) -> list[Failed]:
    """The newest first."""
    found = [*_imports(now - timedelta(days=DAYS)), *_jobs(now - timedelta(days=DAYS))]
    return sorted(found, key=lambda one: (one.at, one.key), reverse=True)


def _imports(since: datetime) -> list[Failed]:
    """Imports that failed, or broke off; not those of which the same files were read whole later."""
    broken = (Import.State.FAILED, Import.State.STOPPED)
    found = list(Import.objects.filter(state__in=broken, finished_at__gte=since).order_by("-pk")[:20])
    later = list(Import.objects.filter(state=Import.State.DONE, finished_at__gte=since).values_list("pk", "paths"))
    return [
        Failed(
            f"import:{one.pk}",
            f"The import of {', '.join(map(str, one.paths))[:80] or 'files'} "
            + ("failed" if one.state == Import.State.FAILED else "broke off"),
            one.failure or "It says no more.",
            one.finished_at or one.started_at,
            reverse("collect:import", args=[one.pk]),
            job=False,
        )
        for one in found
        if not any(number > one.pk and paths == one.paths for number, paths in later)
    ]


def _jobs(since: datetime) -> list[Failed]:
    """Jobs by their task, unless it went well since; an import's tells of itself."""
    with connection.cursor() as cursor:
        cursor.execute(_JOBS, [since])
        rows = cursor.fetchall()
    return [
        Failed(
            f"job:{task}",
            f"The job {task} failed{f' {n} times' if n > 1 else ''}",
            "What it had committed is kept. `rapport doctor` looks for the cause; the worker's log names it.",
            at,
            "",
            job=True,
        )
        for task, n, at in rows
    ]


_JOBS = """
    SELECT job.task_name, count(DISTINCT job.id), max(event.at) FROM procrastinate_jobs job
        JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'failed'
    WHERE job.status = 'failed' AND event.at >= %s AND NOT EXISTS (
        SELECT FROM procrastinate_jobs other WHERE other.task_name = job.task_name AND other.status = 'succeeded'
            AND other.id > job.id
    )
    GROUP BY job.task_name ORDER BY job.task_name
"""
