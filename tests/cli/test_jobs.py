"""Jobs whose worker died are begun again, once."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

from rapport.cli.tasks import reap
from rapport.ledger.tasks import telling

DEAD = """
    WITH dead AS (
        INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id
    )
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead) WHERE status = 'todo'
"""


@pytest.fixture(autouse=True)
def _no_jobs(transactional_db: None) -> Iterator[None]:
    """Procrastinate's tables are not Django's to empty: what other tests left goes before, and ours after."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")


def reaped() -> list[tuple[str, str]]:
    async def run() -> None:
        with app.replace_connector(cast(Any, app.connector).get_worker_connector()) as working:
            async with working.open_async():
                await reap(cast(JobContext, SimpleNamespace(app=working)), 0)

    with ThreadPoolExecutor(1) as apart:  # a browser's tests may have left a loop running in this thread
        apart.submit(asyncio.run, run()).result()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status FROM procrastinate_jobs")
        return list(cursor.fetchall())


def test_a_dead_workers_job_is_begun_again() -> None:
    telling.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(DEAD)
    assert reaped() == [("ledger.telling", "todo")]


def test_where_the_same_job_waits_already_the_dead_workers_is_done_with() -> None:
    telling.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(DEAD)
    telling.defer(timestamp=1)
    assert reaped() == [("ledger.telling", "todo")]
