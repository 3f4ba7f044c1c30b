"""`rapport worker`: does the jobs that pages and commands leave in the database."""

import asyncio
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import typer

from rapport.cli.session import needs_database
from rapport.home.following import end_with_parent

if TYPE_CHECKING:
    from procrastinate import JobContext
    from procrastinate.contrib.django.django_connector import DjangoConnector
    from procrastinate.worker import Worker

CONCURRENCY = 4
POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
"""A worker that has not been heard of for so long is dead, and the reaper gives its jobs to another."""
GRACE_SECONDS = 10.0
"""What running jobs get to end when the worker is asked to stop; then they are left to the reaper."""


@needs_database
def worker(follow: bool = typer.Option(False, "--follow", hidden=True)) -> None:
    """Do waiting jobs until stopped; `rapport up` runs one for you, more may run on other machines."""
    if follow:
        end_with_parent()
    asyncio.run(_work())


async def _work() -> None:
    from procrastinate.contrib.django import app

    connector = cast("DjangoConnector", app.connector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            task = asyncio.create_task(
                working.run_worker_async(
                    concurrency=CONCURRENCY,
                    fetch_job_polling_interval=POLL_SECONDS,
                    abort_job_polling_interval=POLL_SECONDS,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    task_middleware=[_with_fresh_connections],
                )
            )
            _stop_once(task)
            await asyncio.wait([task])
            if not task.cancelled():
                task.result()


def _with_fresh_connections(proceed: Callable[[], Any], context: "JobContext", worker: "Worker") -> Any:
    """Close what the database has closed meanwhile, as Django does around each request: jobs outlive its restarts."""
    from django.db import close_old_connections

    close_old_connections()
    try:
        return proceed()
    finally:
        close_old_connections()


def _stop_once(task: "asyncio.Task[None]") -> None:
    """Stop at the first SIGINT or SIGTERM; the second of a Ctrl-C, from `rapport up`, must not cut the stop short."""
    loop = asyncio.get_running_loop()
    asked = False

    def ask() -> None:
        nonlocal asked
        if not asked:
            asked = True
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ask)
