"""Verifications: ordered when a signed file was read or somebody asks, recorded by the job."""

from datetime import datetime
from uuid import UUID

from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import action
from verbundakte.signaturen.befund import Befund
from verbundakte.signaturen.events import Event
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.models import Signatur, Signaturauftrag, Signaturpruefung, Urteil
from verbundakte.signaturen.permissions import Permission
from verbundakte.signaturen.queries import outdated_dateien, signatures_beside
from verbundakte.signaturen.rules import is_signed

PRIORITY = -20  # after reading and text recognition of what others wait for


def begin_pruefung(actor, datei: Datei) -> None:
    """Subscriber of `datei_read`: let the signatures of a file that says it has some be verified.

    For what was just signed here somebody waits. A detached signature that came first is verified
    anew when its content arrives.
    """
    if is_signed(datei):
        is_ours = Signatur.objects.filter(fassung=datei.fassung_id).exists()
        _start(actor, datei.fassung.dokument, datei, jobs.AWAITED if is_ours else PRIORITY)
    for signature in signatures_beside(actor, datei):
        _start(actor, signature.fassung.dokument, signature, PRIORITY)


def _start(actor, dokument: Dokument, datei: Datei, priority: int) -> None:
    told = {"subject": dokument, "label": datei.file_name[:200], "priority": priority}
    jobs.start(actor, JobKind.VERIFY, datei=datei.pk, **told)


def renew_pruefungen(actor, anker: str, *, everything: bool = False) -> int:
    """Let files be verified anew after the trust changed; return how many. For operators."""
    found = outdated_dateien(actor, anker, everything=everything)
    for datei in found:
        _start(actor, datei.fassung.dokument, datei, PRIORITY)
    return len(found)


@action(Permission.PRUEFUNG_RUN, Event.PRUEFUNG_ORDERED, locks=False)
def order_pruefung(actor, dokument: Dokument, *, datei: Datei) -> None:
    """Let the signatures of a file be verified once more, with the trust of today."""
    audit.note_change("Datei", None, datei.file_name)
    _start(actor, dokument, datei, jobs.AWAITED)


@action(AktenPermission.DOKUMENT_PROCESS, Event.PRUEFUNG_RECORDED, locks=False)
def record_pruefung(
    actor, dokument: Dokument, *, datei_id: UUID, befund: Befund, at: datetime
) -> Signaturpruefung:
    """Write down what was found out; earlier verifications stay."""
    datei = Datei.objects.select_related("blob").get(pk=datei_id, fassung__dokument=dokument)
    row = Signaturpruefung.objects.create(
        dokument=dokument,
        datei=datei,
        sha256=datei.blob.sha256,
        format=befund.format,
        urteil=befund.urteil,
        grund=befund.grund[:400],
        signaturen=list(befund.signaturen),
        anker=befund.anker,
        tool=befund.tool[:120],
        created_at=at,
    )
    audit.note_change("Signaturen", None, Urteil(befund.urteil).label)
    return row


def forget_signaturen(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: who signed what is deleted with the content."""
    Signaturpruefung.objects.filter(dokument=dokument).delete()
    Signatur.objects.filter(dokument=dokument).delete()
    Signaturauftrag.objects.filter(dokument=dokument).delete()
