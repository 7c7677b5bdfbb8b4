"""Making renditions anew when a program or our part of a conversion got better.

What was made carries the stamp of its maker (`tool`); outdated is what no maker here would stamp
today. The old stays until the new one is there. Interrupted work begins where it ended.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions.verarbeitung import order_ocr, record_renewal
from verbundakte.akten.anlagen import look_inside
from verbundakte.akten.begradigung import (
    has_lesefassung_made,
    make_lesefassung,
    read_lesefassung,
)
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, RenditionKind, Seitentext
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant

PRIORITY = -20  # after all that somebody waits for


class RenewalRuns(Refusal):
    """One at a time is enough."""

    message = "Es werden schon Lesefassungen neu hergestellt. Warten Sie, bis das fertig ist."


@action(Permission.ERNEUERUNG_RUN, Event.ERNEUERUNG_STARTED, about="result", locks=False)
def start_renewal(actor, subject, *, kinds: list[str], everything: bool) -> Job:
    """Let renditions of the open town be made anew in the background. Raises RenewalRuns."""
    if Job.objects.open().filter(kind=JobKind.RENEW).exists():
        raise RenewalRuns
    audit.note_change("Umfang", None, "alles" if everything else "was veraltet ist")
    audit.note_change("Formate", None, ", ".join(kinds) or "alle")
    more = {"kinds": list(kinds), "everything": everything}
    return jobs.start(actor, JobKind.RENEW, priority=PRIORITY, **more)


def renew(actor, key: UUID, tools: Collection[str], *, everything: bool = False) -> str:
    """Make everything of one file anew; return "" or the German reason why the old one stays.

    Recognising text is ordered as a job of its own: it takes long.
    """
    with transaction.atomic():
        rows = Datei.objects.select_related("blob", "fassung__dokument")
        row = rows.prefetch_related("renditions").filter(pk=key).first()
    if row is None:
        return ""
    tenant, dokument = current_tenant(), row.fassung.dokument
    path = store.path_of(tenant, row.blob.sha256)
    if not path.exists():
        return store.BytesMissing.message
    lesefassung = None
    try:
        ingested = converters().ingest(tenant, path, row.file_name)
        if _has_lesefassung(row):
            pdf = make_lesefassung(row, path)
            lesefassung = pdf, read_lesefassung(pdf)
    except ConversionFailed as failure:
        return failure.message
    made = {"ingested": ingested, "lesefassung": lesefassung}
    with transaction.atomic():
        record_renewal(actor, dokument, datei_id=row.pk, at=now(), **made)
        pages = _pages_to_recognise(row, () if everything else tools)
        if pages:
            order_ocr(actor, dokument, row, pages, since=now())
    look_inside(actor, row, ingested)
    return ""


def _has_lesefassung(row: Datei) -> bool:
    made = [one for one in row.renditions.all() if one.kind == RenditionKind.PDF and one.blob_id]
    return bool(made) and has_lesefassung_made(row)


def _pages_to_recognise(row: Datei, tools: Collection[str]) -> list[int]:
    rows = Seitentext.objects.filter(datei=row, is_recognised=True).exclude(tool__in=tools)
    return list(rows.order_by("page").values_list("page", flat=True))
