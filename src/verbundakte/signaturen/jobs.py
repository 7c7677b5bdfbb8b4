"""Long work of this room: verifying foreign signatures. Safe to run twice."""

import io
import zipfile
from pathlib import Path
from uuid import UUID

from django.db import transaction

from verbundakte.akten.models import Datei
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.signaturen.actions import record_pruefung
from verbundakte.signaturen.befund import Befund
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.queries import find_content
from verbundakte.signaturen.vertrauen import load_vertrauen

GONE = "Die Datei gibt es nicht mehr."
TOO_LARGE = "Die Datei ist zu groß, um ihre Signaturen zu prüfen (höchstens {} MB)."
MOST_BYTES = 200 * 1024 * 1024


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
    befund = _verified(row, content)
    record_pruefung(actor, row.fassung.dokument, datei_id=row.pk, befund=befund, at=now())
    progress.step()
    return {"urteil": befund.urteil}


def _verified(row: Datei, content: Datei | None) -> Befund:
    trust = load_vertrauen()
    if row.size + (content.size if content else 0) > MOST_BYTES:
        return Befund(grund=TOO_LARGE.format(MOST_BYTES >> 20), anker=trust.name)
    source = _path(row) if content is None else _box(row, content)
    try:
        found = converters().check_signatures(
            current_tenant(),
            source,
            row.file_name,
            trust=trust.as_options(),
            at=now().isoformat(),
            is_box=content is not None,
        )
    except ConversionFailed as failure:
        return Befund(grund=failure.message, anker=trust.name)
    return Befund(
        urteil=found["urteil"],
        format=found["format"],
        grund=found["grund"],
        signaturen=tuple(found["signaturen"]),
        anker=trust.name,
        tool=found["tool"],
    )


def _path(row: Datei) -> Path:
    path = store.path_of(current_tenant(), row.blob.sha256)
    if not path.exists():
        raise JobFailed(store.BytesMissing.message)
    return path


def _box(row: Datei, content: Datei) -> bytes:
    """Signature and content in one, as the sandbox opens one document only."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.write(_path(row), "signatur")
        archive.write(_path(content), "inhalt")
    return box.getvalue()
