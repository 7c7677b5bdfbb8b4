"""Run one Job row: open its town, call its function, write down how it ended."""

import logging
from uuid import UUID

from django.db import connection, transaction

from verbundakte.core.clock import now
from verbundakte.core.jobs.declare import GoOn, JobFailed, JobKind, Progress
from verbundakte.core.jobs.queue import enqueue
from verbundakte.core.models import Job
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import current_tenant, use_tenant

logger = logging.getLogger("verbundakte.jobs")
MOST_BREAKS = 10  # of the process itself, besides the tries of the job
BROKEN_OFF = "Der Auftrag ist immer wieder abgebrochen, ohne einen Grund zu nennen."
INTERNAL = "Ein unerwarteter Fehler ist aufgetreten. Der Betrieb findet ihn im Protokoll unter {}."


class TryAgain(Exception):
    """The job ended with an error and has tries left."""


def _begin(row_id: UUID) -> Job | None:
    with transaction.atomic():
        row = Job.objects.select_for_update().filter(pk=row_id).first()
        if row is None or row.finished_at is not None:
            return None
        row.started_at = row.started_at or now()
        row.attempts += 1
        row.save(update_fields=["started_at", "attempts"])
        return row


def _finish(row_id: UUID, *, result: dict | None = None, error: str = "") -> None:
    with transaction.atomic():
        Job.objects.filter(pk=row_id).update(finished_at=now(), result=result or {}, error=error)


def _put_back(row_id: UUID, declared: JobKind, priority: int) -> None:
    """Let the rest of a job wait for its turn; a part that is done is no failed try."""
    with transaction.atomic():
        number = enqueue(
            declared.queue, current_tenant(), row_id, priority=priority, lock=declared.lock_here
        )
        Job.objects.filter(pk=row_id).update(queued=number, attempts=0)


def run_job(tenant: int, row_id: UUID) -> None:
    """Run a job of a town. Raises TryAgain when it failed unexpectedly and has tries left.

    One whose process dies each time is given up after a while, so that it does not go on for ever.
    A row that has ended (or is gone) is left alone, so that a second run does nothing.
    """
    with use_tenant(tenant):
        row = _begin(row_id)
        if row is None:
            return
        declared = registry.jobs.get(row.kind)
        if declared is None:
            _finish(row_id, error="Diese Art von Auftrag kennt die Anwendung nicht mehr.")
            return
        if row.attempts > declared.attempts + MOST_BREAKS:
            _finish(row_id, error=BROKEN_OFF)
            return
        try:
            result = declared.function(declared.actor(row), Progress(row_id), **row.args)
        except GoOn as rest:
            _put_back(row_id, declared, rest.priority)
        except JobFailed as failure:
            _finish(row_id, error=failure.message)
        except Exception as error:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            logger.exception("job failed", extra={"job": str(row_id), "kind": row.kind})
            if row.attempts < declared.attempts:
                raise TryAgain(row.kind) from error
            _finish(row_id, error=INTERNAL.format(row_id))
        else:
            _finish(row_id, result=result or {})
