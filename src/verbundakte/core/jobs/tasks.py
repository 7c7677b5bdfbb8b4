"""What the worker offers: the task that runs any Job row, and the re-run of stalled ones."""

import logging
from uuid import UUID

from django.db import close_old_connections
from procrastinate import App, JobContext
from procrastinate.contrib.django import app

from verbundakte.core.housekeeping import tidy
from verbundakte.core.jobs.queue import TASK, retry
from verbundakte.core.jobs.regular import mend_moments
from verbundakte.core.jobs.run import run_job

logger = logging.getLogger("verbundakte.jobs")
STALLED_SECONDS = 30


@app.task(name=TASK, retry=retry(10))
def run(tenant: int, job: str) -> None:
    """Run one Job row (in a thread of the worker)."""
    close_old_connections()
    try:
        run_job(tenant, UUID(job))
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="verbundakte.retry_stalled", queue="default", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs back whose worker has died (no heartbeat for half a minute)."""
    await return_stalled(app, STALLED_SECONDS)


async def return_stalled(queue: App, seconds: int) -> None:
    """Give jobs back whose worker has given no sign for so many seconds."""
    await mend_moments(queue)
    for stalled in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        logger.warning("stalled job runs again", extra={"job": stalled.id})
        await queue.job_manager.retry_job(stalled)


@app.periodic(cron="17 * * * *")
@app.task(name="verbundakte.tidy", queue="default")
def tidy_hourly(timestamp: int) -> None:
    """Tidy what nobody needs any more."""
    close_old_connections()
    try:
        tidy()
    finally:
        close_old_connections()
