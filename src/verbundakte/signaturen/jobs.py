"""Long work of this room: verifying foreign signatures. Safe to run twice."""

from pathlib import Path
from uuid import UUID

from django.db import transaction

from verbundakte.akten.models import Datei
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.signaturen.actions import record_pruefung
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.queries import befund_of, find_content

GONE = "Die Datei gibt es nicht mehr."


@job(
    JobKind.VERIFY,
    "Signaturen prüfen",
    queue="convert",
    attempts=2,
    permissions=(AktenPermission.DOKUMENT_PROCESS,),
)
def verify_datei(actor, progress, *, datei: str) -> dict:
    """Find out what the signatures of a file are worth, in the sandbox, and write it down."""
    with transaction.atomic():
        rows = Datei.objects.select_related("blob", "fassung__dokument")
        row = rows.filter(pk=UUID(datei)).first()
        content = find_content(actor, row) if row is not None else None
    if row is None:
        raise JobFailed(GONE)
    progress.begin(1)
    beside = _path(content) if content else None
    befund = befund_of(actor, _path(row), row.file_name, content=beside)
    record_pruefung(actor, row.fassung.dokument, datei_id=row.pk, befund=befund, at=now())
    progress.step()
    return {"urteil": befund.urteil}


def _path(row: Datei) -> Path:
    path = store.path_of(current_tenant(), row.blob.sha256)
    if not path.exists():
        raise JobFailed(store.BytesMissing.message)
    return path
