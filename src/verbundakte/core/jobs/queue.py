"""The queue in PostgreSQL (procrastinate): one task that runs any Job row."""

from collections.abc import Iterable
from uuid import UUID

import procrastinate
from django.db import connection
from procrastinate.contrib.django import app

QUEUES = ("default", "convert", "ocr")
TASK = "verbundakte.run_job"


def enqueue(queue: str, tenant: int, row_id: UUID, *, priority: int = 0, lock: str = "") -> int:
    """Put a Job row into the queue, in the running transaction; return its number there."""
    task = app.configure_task(
        TASK, queue=queue, priority=priority, lock=lock or None, allow_unknown=True
    )
    return task.defer(tenant=tenant, job=str(row_id))


def advance(numbers: Iterable[int], priority: int) -> None:
    """Let what waits in the queue come at least with this priority."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET priority = %s"
            " WHERE id = ANY(%s) AND status = 'todo' AND priority < %s",
            [priority, list(numbers), priority],
        )


def retry(attempts: int) -> procrastinate.RetryStrategy:
    """Return when a failed job is tried again: after 2, 4, 8 ... seconds."""
    return procrastinate.RetryStrategy(max_attempts=attempts, exponential_wait=2)
