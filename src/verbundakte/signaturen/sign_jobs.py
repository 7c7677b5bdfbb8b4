"""Signing as a job: prepared in the sandbox, signed here, checked there, then filed. Safe to run twice."""

import base64
import hashlib
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.defaultfilters import date as formatted
from django.utils.timezone import localtime

from verbundakte.akten.models import Datei
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.signatures.verdict import INVALID
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import acting_as
from verbundakte.signaturen.actions.signatur import (
    Signiert,
    file_signed,
    note_problem,
    refuse_signatur,
    start_signing,
)
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.models import Signaturauftrag, ZertifikatArt
from verbundakte.signaturen.queries import zeitstempeldienste
from verbundakte.signaturen.vertrauen import load_vertrauen
from verbundakte.signaturen.werk import Schluessel, StampAway, Stempeluhr, evidence

MAY = (AktenPermission.DOKUMENT_PROCESS,)
AGAIN = SystemActor(id="signaturen:auftraege", permissions=frozenset())
GONE = "Wer den Auftrag gab, arbeitet nicht mehr hier oder darf das nicht mehr."
NOT_SIGNED = "Das Ergebnis hielt der Prüfung nicht stand; es wurde nichts abgelegt."
TRIES = 4


@job(JobKind.SIGN, "Dokument signieren", queue="convert", attempts=TRIES, permissions=MAY)
def sign_dokument(actor, progress, *, auftrag: str) -> dict:
    """Sign what was ordered, and file it; while no time stamp can be had, nothing is signed."""
    with transaction.atomic():
        rows = Signaturauftrag.objects.select_related("dokument", "fassung", "zertifikat")
        row = rows.filter(pk=UUID(auftrag), done_at=None).first()
        datei = row and Datei.objects.select_related("blob").get(fassung=row.fassung_id)
    if row is None:
        return {}
    progress.begin(1)
    try:
        done = _signed(row, datei)
        with transaction.atomic():
            person = acting_as(row.person, str(row.on_behalf_of or ""))
            if person is None:
                raise PermissionDenied
            file_signed(person, row.dokument, auftrag=row.pk, done=done, at=now())
    except StampAway as away:
        note_problem(actor, row, problem=away.message, at=now())
        _try_later(progress, away)
    except (Refusal, ConversionFailed, PermissionDenied) as failure:
        reason = getattr(failure, "message", GONE)
        refuse_signatur(actor, row.dokument, auftrag=row.pk, reason=reason, at=now())
        raise JobFailed(reason) from failure
    progress.step()
    return {}


def _try_later(progress, away: StampAway) -> None:
    """Let the queue try again in seconds, and after some tries `try_again` every hour."""
    with transaction.atomic():
        tried = Job.objects.values_list("attempts", flat=True).get(pk=progress.row_id)
    if tried >= TRIES:
        raise JobFailed(f"{away.message} Es wird jede Stunde wieder versucht.") from away
    raise away


def _signed(row: Signaturauftrag, datei: Datei) -> Signiert:
    tenant = current_tenant()
    schluessel = Schluessel.unsealed(row.zertifikat.geheimnis)
    original = store.read(tenant, datei.blob.sha256)
    place, parts, _ = converters().run(
        tenant,
        "prepare_signature",
        original,
        certificate=base64.b64encode(schluessel.der).decode(),
        reason=row.grund,
        stamp=_stamp(row) if row.has_stamp else "",
    )
    with transaction.atomic():
        uhr = Stempeluhr(zeitstempeldienste(None))
    signed = _filled(original, parts[0], place, lambda digest: schluessel.sign(digest, uhr))
    stufe, proofs = "B-T", evidence(schluessel, uhr, load_vertrauen().crls)
    if proofs is not None:
        _, parts, _ = converters().run(tenant, "add_evidence", signed, **proofs)
        if parts[0].startswith(signed):
            stufe, signed = "B-LT", parts[0]
    _check(tenant, signed)
    return Signiert(store.put_bytes(tenant, signed), stufe, uhr.moment, uhr.name)


def _filled(original: bytes, prepared: bytes, place: dict, sign) -> bytes:
    """Put the signature of everything but its own place there; the sandbox is not trusted with less."""
    begin, end = int(place["begin"]), int(place["end"])
    is_place = (
        prepared.startswith(original)
        and len(original) < begin < end < len(prepared)
        and prepared[begin : begin + 1] == b"<"
        and prepared[end - 1 : end] == b">"
        and not prepared[begin + 1 : end - 1].strip(b"0")
    )
    if not is_place:
        raise ConversionFailed(NOT_SIGNED)
    digest = hashlib.sha256(prepared[:begin] + prepared[end:]).digest()
    value = sign(digest).hex().encode()
    room = end - begin - 2
    if len(value) > room:
        raise ConversionFailed(NOT_SIGNED)
    return prepared[: begin + 1] + value.ljust(room, b"0") + prepared[end - 1 :]


def _check(tenant: int, signed: bytes) -> None:
    trust = load_vertrauen().as_options()
    found = converters().check_signatures(tenant, signed, trust=trust, at=now().isoformat())
    newest = found["signaturen"][-1] if found["signaturen"] else None
    if newest is None or newest["urteil"] == INVALID or not newest["ergebnis"]:
        raise ConversionFailed(NOT_SIGNED)


def _stamp(row: Signaturauftrag) -> str:
    is_seal = row.zertifikat.art == ZertifikatArt.SIEGEL
    word = "Elektronisch gesiegelt" if is_seal else "Elektronisch signiert"
    at = formatted(localtime(now()), "d.m.Y H:i")
    return "\n".join(filter(None, (word, row.zertifikat.inhaber, at, row.grund)))


def try_again(today: date) -> int:
    """Start what still waits for a time stamp (every hour); return how many were started."""
    busy = Job.objects.open().filter(kind=JobKind.SIGN).values("subject_id")
    rows = Signaturauftrag.objects.filter(done_at=None).exclude(dokument__in=busy)
    rows = list(rows.select_related("dokument").order_by("created_at")[:200])
    for row in rows:
        start_signing(AGAIN, row)
    return len(rows)
