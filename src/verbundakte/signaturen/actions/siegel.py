"""The town's seal over bytes of our own that are no Dokument: a signature beside them (CAdES)."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.signatures.verdict import INVALID
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.signaturen.queries import siegel_of_town, zeitstempeldienste
from verbundakte.signaturen.vertrauen import load_vertrauen
from verbundakte.signaturen.werk import Away, Stempeluhr
from verbundakte.signaturen.werke import open_werk

NO_SEAL = "Es ist kein Siegel der Kommune hinterlegt, das zurzeit gilt."
NOT_SEALED = "Das Siegel hielt der Prüfung nicht stand; es wurde nichts gesiegelt."


@dataclass(frozen=True)
class Siegel:
    """A seal beside bytes (CAdES B-T, DER), of whom it is, and what the time stamp says."""

    signatur: bytes
    inhaber: str
    zeitstempel_at: datetime
    zeitstempeldienst: str


def seal_bytes(content: bytes) -> Siegel:
    """Return the town's seal over bytes of our own. Nothing is written.

    To be called outside of a transaction: it waits for a time stamp service, perhaps for a device.
    Raises Away (also without a certificate), ConversionFailed and the Refusals of the Siegelwerk.
    """
    with transaction.atomic():
        row = siegel_of_town(None)
        uhr = Stempeluhr(zeitstempeldienste(None))
    if row is None:
        raise Away(NO_SEAL)
    made = open_werk(row).sign_content(content, uhr)
    if why_broken(made, content):
        raise ConversionFailed(NOT_SEALED)
    return Siegel(made, row.inhaber, uhr.moment, uhr.name)


def why_broken(signatur: bytes, content: bytes) -> str:
    """Return why a seal does not belong to these bytes, "" when it does (verified in the sandbox)."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("signatur", signatur)
        archive.writestr("inhalt", content)
    try:
        found = converters().check_signatures(
            current_tenant(),
            box.getvalue(),
            "siegel.p7s",
            trust=load_vertrauen().as_options(),
            at=now().isoformat(),
            is_box=True,
        )
    except ConversionFailed as failure:
        return failure.message
    newest = found["signaturen"][-1] if found["signaturen"] else None
    if newest is None or newest["urteil"] == INVALID or not newest["ergebnis"]:
        return found["grund"] or NOT_SEALED
    return ""
