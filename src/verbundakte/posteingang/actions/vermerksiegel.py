"""Transfervermerke are sealed where the town has a seal: by a job, for a time stamp is asked for."""

from datetime import datetime

from django.db import transaction

from verbundakte.core import audit, jobs
from verbundakte.core.actions import action
from verbundakte.core.blobs.register import keep
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Scanprodukt, Transfervermerk, Vermerksiegel
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan.kinds import ScanJob
from verbundakte.signaturen.actions.siegel import Siegel


def order_siegel(actor, vermerk: Transfervermerk, *, at: datetime) -> Vermerksiegel:
    """Part of `release_scan`: let a Transfervermerk be sealed."""
    row = Vermerksiegel.objects.create(vermerk=vermerk, ordered_at=at)
    start_sealing(actor, row)
    return row


def start_sealing(actor, row: Vermerksiegel) -> None:
    """Put the job of a seal into the queue; it does nothing when that is there."""
    told = {"subject": row.vermerk.produkt, "label": "Transfervermerk siegeln"}
    jobs.start(actor, ScanJob.SEAL, siegel=row.pk, **told)


@action(Permission.SCAN_CHECK, Event.VERMERK_SEALED)
def file_siegel(
    actor, produkt: Scanprodukt, *, siegel: Siegel, at: datetime
) -> Vermerksiegel | None:
    """Keep the seal of a scan's Transfervermerk; None when it has one already."""
    rows = Vermerksiegel.objects.select_for_update(of=("self",))
    row = rows.filter(vermerk__produkt=produkt, blob=None).first()
    if row is None:
        return None
    row.blob, row.inhaber = keep(siegel.signatur), siegel.inhaber
    row.zeitstempel_at, row.zeitstempeldienst = siegel.zeitstempel_at, siegel.zeitstempeldienst
    row.problem, row.tried_at = "", at
    row.save()
    audit.note_change("Gesiegelt von", None, siegel.inhaber)
    audit.note_change("Zeitstempel", None, siegel.zeitstempeldienst)
    return row


def note_unsealed(row: Vermerksiegel, *, problem: str, at: datetime) -> None:
    """Write down why a seal is still waited for."""
    with transaction.atomic():
        Vermerksiegel.objects.filter(pk=row.pk, blob=None).update(
            problem=problem[:400], tried_at=at
        )
