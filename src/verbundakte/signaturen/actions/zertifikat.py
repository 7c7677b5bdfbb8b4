"""Certificates of the town: put in, taken out of service. The key is sealed before it is kept."""

from datetime import datetime

from cryptography.hazmat.primitives import hashes, serialization

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.signaturen.events import Event
from verbundakte.signaturen.models import Organisationszertifikat, ZertifikatArt
from verbundakte.signaturen.permissions import Permission
from verbundakte.signaturen.werk import Schluessel, name_of


class Expired(Refusal):
    """A certificate that does not hold now."""

    def __init__(self, name: str, begin: datetime, end: datetime, at: datetime):
        is_over = end <= at
        told = f"am {end:%d.%m.%Y} abgelaufen" if is_over else f"erst ab {begin:%d.%m.%Y} gültig"
        super().__init__(
            f"Das Zertifikat „{name}“ ist {told}. Es muss ein geltendes hinterlegt werden"
            " (Verwaltung, Zertifikate)."
        )


class AlreadyThere(Refusal):
    """The same certificate twice."""

    message = "Dieses Zertifikat ist schon hinterlegt."


def read_schluessel(data: bytes, password: str) -> Schluessel:
    """Return key and certificate of a PKCS#12 file. Raises NotUsable."""
    return Schluessel.read(data, password)


@action(Permission.ZERTIFIKAT_CONFIGURE, Event.ZERTIFIKAT_ADDED, about="result", locks=False)
def add_zertifikat(
    actor, subject, *, bezeichnung: str, art: ZertifikatArt, schluessel: Schluessel, at: datetime
) -> Organisationszertifikat:
    """Keep a certificate with its key. `subject` is nothing yet. Raises Expired, AlreadyThere."""
    begin, end = schluessel.span
    if not begin <= at < end:
        raise Expired(bezeichnung, begin, end, at)
    fingerprint = schluessel.certificate.fingerprint(hashes.SHA256()).hex()
    if Organisationszertifikat.objects.filter(sha256=fingerprint, ended_at=None).exists():
        raise AlreadyThere
    chain = [
        one.public_bytes(serialization.Encoding.PEM).decode()
        for one in (schluessel.certificate, *schluessel.chain)
    ]
    row = Organisationszertifikat.objects.create(
        bezeichnung=bezeichnung,
        art=art,
        inhaber=name_of(schluessel.certificate.subject),
        aussteller=name_of(schluessel.certificate.issuer),
        seriennummer=f"{schluessel.certificate.serial_number:x}"[:80],
        sha256=fingerprint,
        kette="".join(chain),
        geheimnis=schluessel.sealed(),
        gilt_from_at=begin,
        gilt_to_at=end,
        created_at=at,
        created_by=getattr(actor, "person_id", None),
    )
    audit.note_change("Zertifikat", None, bezeichnung)
    return row


@action(Permission.ZERTIFIKAT_CONFIGURE, Event.ZERTIFIKAT_ENDED)
def end_zertifikat(actor, zertifikat: Organisationszertifikat, *, at: datetime) -> None:
    """Take a certificate out of service: its key is deleted, what was signed with it stays."""
    if zertifikat.ended_at is None:
        zertifikat.ended_at, zertifikat.geheimnis = at, ""
        zertifikat.revision += 1
        zertifikat.save(update_fields=["ended_at", "geheimnis", "revision"])
    audit.note_change("Zertifikat", zertifikat.bezeichnung, None)
