"""PDF/A as a job: after a file was read and its text recognised. Safe to run twice."""

import json
from pathlib import Path
from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions.pdfa import NOT_POSSIBLE, record_pdfa, words_of
from verbundakte.akten.anlagen import path_of
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.lage import is_straightened
from verbundakte.akten.models import Datei, RenditionKind
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import rendition_of
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.results import Archived
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.tenancy.context import current_tenant

MAY = (Permission.DOKUMENT_PROCESS,)


@job(JobKind.ARCHIVE, "PDF/A herstellen", queue="convert", attempts=2, permissions=MAY)
def archive_datei(actor, progress, *, datei: str) -> dict:
    """Make the PDF/A of a file with its recognised text; store it when it passed the gate."""
    row, source, words = _load(UUID(datei))
    progress.begin(1)
    made, reason = None, ""
    if source is not None:
        is_picture = row.format_name == "image"
        try:
            made = converters().make_pdfa(
                current_tenant(), source, words=words, is_picture=is_picture
            )
            reason = "" if made.data else NOT_POSSIBLE.format(reason=_first_reason(made))
        except ConversionFailed as failure:
            reason = failure.message
        told = {"made": made, "reason": reason, "at": now()}
        record_pdfa(actor, row.fassung.dokument, datei_id=row.pk, **told)
    progress.step()
    return {"cpu_seconds": made.cpu_seconds if made else 0.0, "problem": reason}


def _load(key: UUID) -> tuple[Datei, Path | None, dict[int, list]]:
    """The file, what its PDF/A is made from (of a picture and of a scan
    that was made straight its Lesefassung) and its words by page."""
    with transaction.atomic():
        rows = Datei.objects.select_related("blob", "fassung__dokument")
        row = rows.filter(pk=key).first()
        if row is None:
            raise JobFailed("Die Datei gibt es nicht mehr.")
        found = words_of(row)
        read = rendition_of(row, RenditionKind.PDF)
    tenant = current_tenant()
    words = {each.page: json.loads(store.read(tenant, each.blob.sha256)) for each in found}
    if row.format_name != "image" and not is_straightened(row):
        return row, path_of(row), words
    made = read is not None and read.blob is not None
    return row, store.path_of(tenant, read.blob.sha256) if made else None, words


def _first_reason(made: Archived) -> str:
    findings = made.verdict.findings
    return findings[0].text if findings else made.verdict.reason
