"""Making a signature: prepared in the sandbox, signed by a Siegelwerk, checked in the sandbox."""

import base64
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.template.defaultfilters import date as formatted
from django.utils.timezone import localtime

from verbundakte.akten.models import Datei, Dokument
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.signatures.verdict import INVALID
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.signaturen.actions.signatur import (
    NotNow,
    Signiert,
    Wunsch,
    check_orderable,
    file_signed,
    order,
)
from verbundakte.signaturen.fernsignatur import NOTHING_SIGNED, Freigabe
from verbundakte.signaturen.models import Organisationszertifikat, Signatur, ZertifikatArt
from verbundakte.signaturen.queries import zeitstempeldienste
from verbundakte.signaturen.vertrauen import load_vertrauen
from verbundakte.signaturen.werk import Away, Siegelwerk, Stempeluhr, evidence
from verbundakte.signaturen.werke import open_fern

NOT_SIGNED = "Das Ergebnis hielt der Prüfung nicht stand; es wurde nichts abgelegt."
AGAIN = " Versuchen Sie es später noch einmal."
CODE_SENT = "Der Einmalcode ist unterwegs. Geben Sie ihn zusammen mit der PIN ein."


@dataclass(frozen=True)
class Beschriftung:
    """Why it is signed, and whether a visible note says so."""

    grund: str = ""
    has_stamp: bool = False

    def note_for(self, zertifikat: Organisationszertifikat) -> str:
        """Return the visible note, "" for none."""
        if not self.has_stamp:
            return ""
        is_seal = zertifikat.art == ZertifikatArt.SIEGEL
        word = "Elektronisch gesiegelt" if is_seal else "Elektronisch signiert"
        at = formatted(localtime(now()), "d.m.Y H:i")
        return "\n".join(filter(None, (word, zertifikat.inhaber, at, self.grund)))


def make_signed(
    werk: Siegelwerk, zertifikat: Organisationszertifikat, datei: Datei, text: Beschriftung
) -> Signiert:
    """Return the signed file in the store; nothing is filed yet.

    Raises Away, ConversionFailed and the Refusals of the Siegelwerk. To be called outside of a
    transaction: it waits for others.
    """
    tenant = current_tenant()
    original = store.read(tenant, datei.blob.sha256)
    place, parts, _ = converters().run(
        tenant,
        "prepare_signature",
        original,
        certificate=base64.b64encode(werk.der).decode(),
        reason=text.grund,
        stamp=text.note_for(zertifikat),
    )
    with transaction.atomic():
        uhr = Stempeluhr(zeitstempeldienste(None))
    signed = _filled(original, parts[0], place, lambda digest: werk.sign(digest, uhr))
    stufe, proofs = "B-T", evidence(werk, uhr, load_vertrauen().crls)
    if proofs is not None:
        _, parts, _ = converters().run(tenant, "add_evidence", signed, **proofs)
        if parts[0].startswith(signed):
            stufe, signed = "B-LT", parts[0]
    form = _checked(tenant, signed)
    return Signiert(store.put_bytes(tenant, signed), stufe, uhr.moment, uhr.name, form)


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


def _checked(tenant: int, signed: bytes) -> str:
    """Return which form the newest signature has. Raises ConversionFailed for what proves nothing."""
    trust = load_vertrauen().as_options()
    found = converters().check_signatures(tenant, signed, trust=trust, at=now().isoformat())
    newest = found["signaturen"][-1] if found["signaturen"] else None
    if newest is None or newest["urteil"] == INVALID or not newest["ergebnis"]:
        raise ConversionFailed(NOT_SIGNED)
    return newest["form"]


def sign_remotely(actor, dokument: Dokument, *, wunsch: Wunsch, freigabe: Freigabe) -> Signatur:
    """Let a service sign what a person authorises, and file it: all of it or nothing.

    While she waits, because PIN and code are kept nowhere; the service is asked outside of a
    transaction. Raises as `check_orderable`, and Denied or NotNow where the service or the time stamp
    is away: then nothing is signed, and she may try again.
    """
    with transaction.atomic():
        datei = check_orderable(actor, dokument, wunsch=wunsch, at=now())
    werk = open_fern(wunsch.zertifikat, freigabe)
    try:
        if werk.schluessel.sends_otp and not freigabe.otp:
            werk.send_otp()
            raise NotNow(CODE_SENT)
        text = Beschriftung(wunsch.grund, wunsch.has_stamp)
        done = make_signed(werk, wunsch.zertifikat, datei, text)
    except Away as away:
        raise NotNow(away.message + NOTHING_SIGNED + AGAIN) from away
    except ConversionFailed as failure:
        raise NotNow(failure.message) from failure
    with transaction.atomic():
        at = now()
        row = order(actor, dokument, wunsch=wunsch, at=at)
        return file_signed(actor, dokument, auftrag=row.pk, done=done, at=at)
