"""Signing as a job, where no person has to authorise it. Safe to run twice."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.akten.models import Datei
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.models import Job
from verbundakte.organisation.actor import acting_as
from verbundakte.signaturen.actions.signatur import (
    file_signed,
    note_problem,
    refuse_signatur,
    start_signing,
)
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.models import Signaturauftrag
from verbundakte.signaturen.signieren import Beschriftung, make_signed
from verbundakte.signaturen.werk import Away
from verbundakte.signaturen.werke import open_werk

MAY = (AktenPermission.DOKUMENT_PROCESS,)
AGAIN = SystemActor(id="signaturen:auftraege", permissions=frozenset())
GONE = "Wer den Auftrag gab, arbeitet nicht mehr hier oder darf das nicht mehr."
TRIES = 4


@job(JobKind.SIGN, "Dokument signieren", queue="convert", attempts=TRIES, permissions=MAY)
def sign_dokument(actor, progress, *, auftrag: str) -> dict:
    """Sign what was ordered, and file it; while time stamp or device are away, nothing is signed."""
    with transaction.atomic():
        rows = Signaturauftrag.objects.select_related("dokument", "fassung", "zertifikat")
        row = rows.filter(pk=UUID(auftrag), done_at=None).first()
        datei = row and Datei.objects.select_related("blob").get(fassung=row.fassung_id)
    if row is None:
        return {}
    progress.begin(1)
    try:
        text = Beschriftung(row.grund, row.has_stamp)
        done = make_signed(open_werk(row.zertifikat), row.zertifikat, datei, text)
        with transaction.atomic():
            person = acting_as(row.person, str(row.on_behalf_of or ""))
            if person is None:
                raise PermissionDenied
            file_signed(person, row.dokument, auftrag=row.pk, done=done, at=now())
    except Away as away:
        note_problem(actor, row, problem=away.message, at=now())
        _try_later(progress, away)
    except (Refusal, ConversionFailed, PermissionDenied) as failure:
        reason = getattr(failure, "message", GONE)
        refuse_signatur(actor, row.dokument, auftrag=row.pk, reason=reason, at=now())
        raise JobFailed(reason) from failure
    progress.step()
    return {}


def _try_later(progress, away: Away) -> None:
    """Let the queue try again in seconds, and after some tries `try_again` every hour."""
    with transaction.atomic():
        tried = Job.objects.values_list("attempts", flat=True).get(pk=progress.row_id)
    if tried >= TRIES:
        raise JobFailed(f"{away.message} Es wird jede Stunde wieder versucht.") from away
    raise away


def try_again(today: date) -> int:
    """Start what still waits for a time stamp or a device (every hour); return how many were started."""
    busy = Job.objects.open().filter(kind=JobKind.SIGN).values("subject_id")
    rows = Signaturauftrag.objects.filter(done_at=None).exclude(dokument__in=busy)
    rows = list(rows.select_related("dokument").order_by("created_at")[:200])
    for row in rows:
        start_signing(AGAIN, row)
    return len(rows)
