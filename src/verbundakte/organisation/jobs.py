"""Work of this room that takes long: changing the organisation as tables say."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.jobs import JobFailed, Progress, job
from verbundakte.organisation import queries
from verbundakte.organisation.actions.einspielung import JOB, keep_result, perform_step, told
from verbundakte.organisation.models import Einspielung

SAVED_EVERY = 500


@job(JOB, "Organisation übernehmen", permissions=queries.WHOLE_ORGANISATION)
def perform_einspielung(actor, progress: Progress, *, einspielung: str) -> dict:
    """Do every step that is still open; a second run begins where the first one ended."""
    on = today()
    with transaction.atomic():
        row = Einspielung.objects.filter(pk=UUID(einspielung)).first()
        if row is None:
            raise JobFailed("Die Dateien gibt es nicht mehr.")
        if row.finished_at is not None:
            return {}
        there = queries.organisation_on(actor, on=on)
        steps = queries.comparison_of(actor, row, on=on).steps
    progress.begin(len(steps))
    refused = 0
    for count, step in enumerate(steps, start=1):
        error = ""
        try:
            with transaction.atomic():
                perform_step(actor, step, there, on=on)
        except Refusal as refusal:
            error = refusal.message
        except PermissionDenied:
            error = "Das darf hier niemand."
        refused += bool(error)
        row.result.append(told(step, error))
        progress.step(error, step.name)
        if count % SAVED_EVERY == 0:
            keep_result(row)
    keep_result(row, finished_at=now())
    return {"done": len(steps) - refused, "refused": refused}
