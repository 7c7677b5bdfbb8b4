"""Long work on access: bring what lies below an object in line. It may run twice."""

from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions.zugriff import next_batches, spread_zugriff
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core.jobs import JobFailed, job

SPREAD_FROM = {row._meta.model_name: row for row in (Aktenplaneinheit, Akte, Vorgang, Dokument)}


@job(JobKind.SPREAD, "Zugriff übertragen", permissions=(Permission.ZUGRIFF_EDIT,))
def spread_access(actor, progress, *, model: str, key: str) -> dict:
    """Bring what lies below an object in line with its zone: first what somebody loses."""
    done = 0
    for only_withdraw in (True, False):
        while True:
            with transaction.atomic():
                subject = SPREAD_FROM[model].objects.filter(pk=UUID(key)).first()
                if subject is None:
                    raise JobFailed("Das Objekt gibt es nicht mehr.")
                batches = next_batches(subject, only_withdraw=only_withdraw)
            if not batches:
                break
            progress.begin(len(batches))
            progress.done = 0
            for move in batches:
                spread_zugriff(actor, subject, move=move)
                progress.step()
                done += len(move.ids)
    return {"objects": done}
