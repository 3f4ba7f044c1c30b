"""A job whose worker died is begun again by a living one; a living one's is left alone."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from rapport.cli.tasks import forget


def taken_by(heartbeat: str) -> int:
    """A job that a worker began, heard of last at this time (SQL); the job's id."""
    job = forget.defer(timestamp=int(datetime.now(UTC).timestamp()))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({heartbeat}) RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])
    return job


def _url() -> str:
    """The test's own database, which has another name than the run's."""
    address, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{query}"


@pytest.mark.django_db(transaction=True)
def test_worker_takes_over_from_a_dead_one(tmp_path: Path) -> None:
    dead, living = taken_by("now() - interval '1 hour'"), taken_by("now() + interval '1 hour'")
    with subprocess.Popen(
        [sys.executable, "-m", "rapport.cli.main", "worker"],
        env={**os.environ, "DATABASE_URL": _url(), "RAPPORT_HOME": str(tmp_path / "home")},
    ) as worker:
        until = time.monotonic() + 120
        while ProcrastinateJob.objects.filter(pk=dead).exists() and time.monotonic() < until:
            time.sleep(0.2)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    assert not ProcrastinateJob.objects.filter(pk=dead).exists(), "done jobs are dropped, so it was not done"
    assert ProcrastinateJob.objects.get(pk=living).status == "doing"
