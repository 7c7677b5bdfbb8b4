"""The queue in PostgreSQL (procrastinate): one task that runs any Job row."""

from collections.abc import Iterable
from uuid import UUID

import procrastinate
import psycopg
from django.db import OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

QUEUES = ("default", "convert", "ocr")
TASK = "verbundakte.run_job"


def enqueue(queue: str, tenant: int, row_id: UUID, *, priority: int = 0, lock: str = "") -> int:
    """Put a Job row into the queue, in the running transaction; return its number there.

    Raises OperationalError, as every other statement does, when the database goes away meanwhile.
    """
    task = app.configure_task(
        TASK, queue=queue, priority=priority, lock=lock or None, allow_unknown=True
    )
    try:
        return task.defer(tenant=tenant, job=str(row_id))
    except ConnectorException as error:
        if isinstance(error.__cause__, psycopg.OperationalError | psycopg.InterfaceError):
            raise OperationalError(str(error.__cause__)) from error
        raise


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
