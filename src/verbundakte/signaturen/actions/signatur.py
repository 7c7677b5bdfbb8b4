"""Signing: ordered for the bytes somebody saw, filed as the next Fassung, or refused with a reason."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions import Arrived, add_fassung
from verbundakte.akten.actions.sperre import check_not_locked
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.core.blobs.store import Stored
from verbundakte.signaturen.actions.zertifikat import Expired
from verbundakte.signaturen.events import Event
from verbundakte.signaturen.form import Form
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.models import (
    Organisationszertifikat,
    Signatur,
    Signaturauftrag,
    Werk,
    ZertifikatArt,
)
from verbundakte.signaturen.permissions import Permission
from verbundakte.signaturen.queries import zeitstempeldienste


class NotNow(Refusal):
    """Something stands before the signature; the message says what."""


class WentOn(Refusal):
    """Somebody changed the Dokument while another signed it."""

    def __init__(self, number: int):
        super().__init__(
            f"Das Dokument hat inzwischen Fassung {number}. Signiert wird nur, was Sie gesehen haben."
            " Sehen Sie die neue Fassung an und signieren Sie dann."
        )


@dataclass(frozen=True)
class Wunsch:
    """What shall be signed with what: the digest somebody saw, the certificate, reason and note."""

    sha256: str
    zertifikat: Organisationszertifikat
    grund: str = ""
    has_stamp: bool = False


@dataclass(frozen=True)
class Signiert:
    """What came of it: the signed bytes in the store, level, stamp, and the form as verification sees it."""

    stored: Stored
    stufe: str
    zeitstempel_at: datetime | None
    zeitstempeldienst: str
    form: str = ""


def final_pdf(dokument: Dokument) -> Datei:
    """Return the PDF of the Fassung that counts. Raises NotNow."""
    fassung = dokument.fassungen.standing().first()
    datei = fassung.dateien.select_related("blob", "fassung").first() if fassung else None
    if datei is not None and not datei.format_name:
        raise NotNow("Die Datei wird noch eingelesen. Signieren Sie sie gleich danach.")
    if datei is None or datei.format_name != "pdf":
        raise NotNow(
            "Signieren lassen sich PDF-Dateien. Legen Sie das fertige Schreiben als PDF ab, als neue"
            " Fassung dieses Dokuments."
        )
    if dokument.is_entwurf:
        raise NotNow("Das Dokument ist noch ein Entwurf. Legen Sie es zuerst ab.")
    return datei


def check_signable(actor, dokument: Dokument, wunsch: Wunsch, at: datetime) -> Datei:
    """Return the file to sign. Raises NotNow, WentOn, Expired, VorgangClosed, DokumentLocked."""
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    datei = final_pdf(dokument)
    if datei.blob.sha256 != wunsch.sha256:
        raise WentOn(datei.fassung.nummer)
    certificate = wunsch.zertifikat
    if certificate.ended_at is not None:
        raise NotNow(f"Das Zertifikat „{certificate}“ ist außer Dienst.")
    if not certificate.gilt_from_at <= at < certificate.gilt_to_at:
        raise Expired(str(certificate), certificate.gilt_from_at, certificate.gilt_to_at, at)
    return datei


def order(actor, dokument: Dokument, *, wunsch: Wunsch, at: datetime) -> Signaturauftrag:
    """Order a signature or a seal, as the certificate makes it. Raises as `check_signable`."""
    is_seal = wunsch.zertifikat.art == ZertifikatArt.SIEGEL
    return (_order_siegel if is_seal else _order_signatur)(actor, dokument, wunsch=wunsch, at=at)


def check_orderable(actor, dokument: Dokument, *, wunsch: Wunsch, at: datetime) -> Datei:
    """Return the file to sign. Raises as `check_signable`, and NotNow where something is missing."""
    datei = check_signable(actor, dokument, wunsch, at)
    if wunsch.zertifikat.person not in (None, getattr(actor, "person_id", None)):
        raise NotNow("Dieses Zertifikat gehört einer anderen Person.")
    if not actor.may(AktenPermission.DOKUMENT_EDIT, dokument):
        raise NotNow("Dazu fehlt Ihnen das Recht, dieses Dokument zu ändern.")
    if not zeitstempeldienste(actor):
        raise NotNow(
            "Es ist kein Zeitstempeldienst festgelegt. Die Fachadministration legt ihn unter"
            " „Vorlagen und Regeln“ fest."
        )
    open_ones = Signaturauftrag.objects.filter(fassung=datei.fassung, done_at=None)
    if open_ones.exists():
        raise NotNow("Diese Fassung wird schon signiert. Warten Sie, bis das fertig ist.")
    return datei


def _order(actor, dokument: Dokument, *, wunsch: Wunsch, at: datetime) -> Signaturauftrag:
    datei = check_orderable(actor, dokument, wunsch=wunsch, at=at)
    row = Signaturauftrag.objects.create(
        dokument=dokument,
        fassung=datei.fassung,
        sha256=wunsch.sha256,
        zertifikat=wunsch.zertifikat,
        grund=wunsch.grund,
        has_stamp=wunsch.has_stamp,
        person=actor.person_id,
        name=_name(actor),
        on_behalf_of=UUID(actor.on_behalf_of) if actor.on_behalf_of else None,
        created_at=at,
    )
    audit.note_change("Zertifikat", None, str(wunsch.zertifikat))
    audit.note_change("Fassung", None, datei.fassung.nummer)
    if wunsch.zertifikat.werk != Werk.DIENST:  # else the person authorises it, at once
        start_signing(actor, row)
    return row


def _name(actor) -> str:
    behind = f", i. V. {actor.on_behalf_name}" if actor.on_behalf_of else ""
    return f"{actor.name}{behind}"[:200]


_order_signatur = action(Permission.SIGNATUR_CREATE, Event.SIGNATUR_ORDERED)(_order)
_order_siegel = action(Permission.SIEGEL_CREATE, Event.SIGNATUR_ORDERED)(_order)


def start_signing(actor, row: Signaturauftrag) -> None:
    """Put the job of an order into the queue; it does nothing when the order is done."""
    told = {"subject": row.dokument, "label": "Dokument signieren", "priority": jobs.AWAITED}
    jobs.start(actor, JobKind.SIGN, auftrag=row.pk, **told)


def file_signed(actor, dokument: Dokument, *, auftrag: UUID, done: Signiert, at: datetime):
    """File what was signed as the next Fassung. Raises as `check_signable`; nothing half done."""
    art = Signaturauftrag.objects.values_list("zertifikat__art", flat=True).get(pk=auftrag)
    is_seal = art == ZertifikatArt.SIEGEL
    return (_file_siegel if is_seal else _file_signatur)(
        actor, dokument, auftrag=auftrag, done=done, at=at
    )


def _file(actor, dokument: Dokument, *, auftrag: UUID, done: Signiert, at: datetime) -> Signatur:
    rows = Signaturauftrag.objects.select_for_update(of=("self",)).select_related("zertifikat")
    row = rows.get(pk=auftrag, dokument=dokument)
    if row.done_at is not None:
        raise NotNow("Dieser Auftrag ist schon erledigt.")
    datei = check_signable(actor, dokument, Wunsch(row.sha256, row.zertifikat), at)
    form = _form_of(row.zertifikat, done)
    arrived = Arrived(done.stored, datei.file_name, is_awaited=True)
    fassung = add_fassung(actor, dokument, arrived=arrived, at=at, remark=Form(form).label)
    row.done_at, row.problem = at, ""
    row.save(update_fields=["done_at", "problem"])
    audit.note_change("Zertifikat", None, row.zertifikat.inhaber)
    return Signatur.objects.create(
        dokument=dokument,
        auftrag=row,
        quelle=datei.fassung,
        fassung=fassung,
        zertifikat=row.zertifikat,
        form=form,
        stufe=done.stufe,
        inhaber=row.zertifikat.inhaber,
        sha256_before=row.sha256,
        sha256=done.stored.sha256,
        zeitstempel_at=done.zeitstempel_at,
        zeitstempeldienst=done.zeitstempeldienst,
        person=row.person,
        name=row.name,
        at=at,
    )


def _form_of(zertifikat: Organisationszertifikat, done: Signiert) -> Form:
    """Return what came about: qualified only where the key lies elsewhere and verification says so."""
    found = Form(done.form) if done.form else None
    is_elsewhere = zertifikat.werk != Werk.DATEI
    if is_elsewhere and found in (Form.QUALIFIZIERTE_SIGNATUR, Form.QUALIFIZIERTES_SIEGEL):
        return found
    return ZertifikatArt(zertifikat.art).form


_file_signatur = action(Permission.SIGNATUR_CREATE, Event.SIGNATUR_CREATED)(_file)
_file_siegel = action(Permission.SIEGEL_CREATE, Event.SIEGEL_CREATED)(_file)


@action(AktenPermission.DOKUMENT_PROCESS, Event.SIGNATUR_REFUSED)
def refuse_signatur(actor, dokument: Dokument, *, auftrag: UUID, reason: str, at: datetime) -> None:
    """End an order that cannot be done; nothing was signed."""
    open_one = Signaturauftrag.objects.filter(pk=auftrag, done_at=None)
    open_one.update(done_at=at, refused=reason[:400])
    audit.note_change("Grund", None, reason)


def note_problem(actor, row: Signaturauftrag, *, problem: str, at: datetime) -> None:
    """Write down why an order still waits."""
    with transaction.atomic():
        open_one = Signaturauftrag.objects.filter(pk=row.pk, done_at=None)
        open_one.update(problem=problem[:400], tried_at=at)
