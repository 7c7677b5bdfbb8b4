"""The queue in PostgreSQL (procrastinate): one task that runs any Job row."""

from uuid import UUID

import procrastinate
from procrastinate.contrib.django import app

QUEUES = ("default", "convert", "ocr")
TASK = "verbundakte.run_job"


def enqueue(queue: str, tenant: int, row_id: UUID, priority: int = 0) -> None:
    """Put a Job row into the queue, in the running transaction of the default connection."""
    app.configure_task(TASK, queue=queue, priority=priority, allow_unknown=True).defer(
        tenant=tenant, job=str(row_id)
    )


def retry(attempts: int) -> procrastinate.RetryStrategy:
    """Return when a failed job is tried again: after 2, 4, 8 ... seconds."""
    return procrastinate.RetryStrategy(max_attempts=attempts, exponential_wait=2)
