"""Sealing Transfervermerke; while the time stamp is away nothing is sealed, and it is tried again."""

from datetime import date
from uuid import UUID

from django.db import transaction

from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.models import Job
from verbundakte.core.registry import registry
from verbundakte.posteingang.actions.vermerksiegel import (
    file_siegel,
    note_unsealed,
    start_sealing,
)
from verbundakte.posteingang.models import Vermerksiegel
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan.kinds import ScanJob
from verbundakte.signaturen.actions.siegel import Away, seal_bytes
from verbundakte.standards.transfervermerk import as_xml, read_vermerk

MAY = (Permission.SCAN_CHECK,)
AGAIN = SystemActor(id="posteingang:siegel", permissions=frozenset())
MOST_AT_ONCE = 200


@job(ScanJob.SEAL, "Transfervermerk siegeln", queue="convert", permissions=MAY)
def seal_vermerk(actor, progress, *, siegel: str) -> dict:
    """Seal the XML of a Transfervermerk and keep that. Safe to run twice."""
    with transaction.atomic():
        rows = Vermerksiegel.objects.select_related("vermerk__produkt")
        row = rows.filter(pk=UUID(siegel), blob=None).first()
    if row is None:
        return {}
    progress.begin(1)
    try:
        made = seal_bytes(as_xml(read_vermerk(row.vermerk.angaben)))
    except (Away, Refusal, ConversionFailed) as failure:
        note_unsealed(row, problem=failure.message, at=now())
        raise JobFailed(f"{failure.message} Es wird jede Stunde wieder versucht.") from failure
    file_siegel(actor, row.vermerk.produkt, siegel=made, at=now())
    progress.step()
    return {}


def try_again(today: date) -> int:
    """Start what still waits for its seal (every hour); return how many were started."""
    busy = Job.objects.open().filter(kind=ScanJob.SEAL).values("subject_id")
    rows = Vermerksiegel.objects.filter(blob=None).exclude(vermerk__produkt__in=busy)
    found = list(rows.select_related("vermerk__produkt").order_by("ordered_at")[:MOST_AT_ONCE])
    for row in found:
        start_sealing(AGAIN, row)
    return len(found)


registry.due["vermerksiegel"] = try_again
