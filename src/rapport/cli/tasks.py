"""Jobs that look after jobs."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from rapport.cli.worker import STALLED_SECONDS

log = logging.getLogger(__name__)

KEEP_HOURS = 24 * 30


@app.periodic(cron="* * * * * */15")
@app.task(name="jobs.reap", queueing_lock="jobs.reap", pass_context=True)
async def reap(context: JobContext, timestamp: int) -> None:
    """Give the jobs of dead workers to living ones. Every job can be begun again after a kill at any instant.

    Where the same job waits already, that one does it, and the dead one's is done with.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        log.warning("Job %s (%s) lost its worker and is begun again.", job.id, job.task_name)
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.ABORTED, delete_job=True)


@app.periodic(cron="17 4 * * *")
@app.task(name="jobs.forget", queueing_lock="jobs.forget", pass_context=True)
async def forget(context: JobContext, timestamp: int) -> None:
    """Drop failed and stopped jobs after a month; done ones are dropped at once."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
