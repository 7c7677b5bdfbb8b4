"""Certificates of the town: put in, taken out of service. The key is sealed before it is kept."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives import hashes, serialization

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.signaturen.events import Event
from verbundakte.signaturen.models import Organisationszertifikat, Werk, ZertifikatArt
from verbundakte.signaturen.permissions import Permission
from verbundakte.signaturen.werk import Schluessel, Siegelwerk, name_of


class Expired(Refusal):
    """A certificate that does not hold now."""

    def __init__(self, name: str, begin: datetime, end: datetime, at: datetime):
        is_over = end <= at
        told = f"am {end:%d.%m.%Y} abgelaufen" if is_over else f"erst ab {begin:%d.%m.%Y} gültig"
        super().__init__(
            f"Das Zertifikat „{name}“ ist {told}. Die Fachadministration hinterlegt ein geltendes"
            " unter „Zertifikate“."
        )


class AlreadyThere(Refusal):
    """The same certificate twice."""

    message = "Dieses Zertifikat ist schon hinterlegt."


def read_schluessel(data: bytes, password: str) -> Schluessel:
    """Return key and certificate of a PKCS#12 file. Raises NotUsable."""
    return Schluessel.read(data, password)


@dataclass(frozen=True)
class Angaben:
    """What is said about a certificate: its name, what for, where its key lies, who alone may use it.

    `geheimnis` is sealed already.
    """

    bezeichnung: str
    art: ZertifikatArt
    geheimnis: str = field(repr=False)
    werk: Werk = Werk.DATEI
    zugang: dict = field(default_factory=dict)
    person: UUID | None = None


@action(Permission.ZERTIFIKAT_CONFIGURE, Event.ZERTIFIKAT_ADDED, about="result", locks=False)
def add_zertifikat(
    actor, subject, *, angaben: Angaben, werk: Siegelwerk, at: datetime
) -> Organisationszertifikat:
    """Keep a certificate with the way to its key. `subject` is nothing yet.

    Raises NotUsable, Expired, AlreadyThere.
    """
    werk.check()
    begin, end = werk.span
    if not begin <= at < end:
        raise Expired(angaben.bezeichnung, begin, end, at)
    certificate = werk.certificate
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
    if Organisationszertifikat.objects.filter(sha256=fingerprint, ended_at=None).exists():
        raise AlreadyThere
    pem = serialization.Encoding.PEM
    row = Organisationszertifikat.objects.create(
        bezeichnung=angaben.bezeichnung,
        art=angaben.art,
        werk=angaben.werk,
        zugang=angaben.zugang,
        person=angaben.person,
        is_qualified=werk.is_qualified,
        inhaber=name_of(certificate.subject),
        aussteller=name_of(certificate.issuer),
        seriennummer=f"{certificate.serial_number:x}"[:80],
        sha256=fingerprint,
        kette="".join(one.public_bytes(pem).decode() for one in (certificate, *werk.chain)),
        geheimnis=angaben.geheimnis,
        gilt_from_at=begin,
        gilt_to_at=end,
        created_at=at,
        created_by=getattr(actor, "person_id", None),
    )
    audit.note_change("Zertifikat", None, angaben.bezeichnung)
    audit.note_change("Schlüssel", None, row.get_werk_display())
    return row


@action(Permission.ZERTIFIKAT_CONFIGURE, Event.ZERTIFIKAT_ENDED)
def end_zertifikat(actor, zertifikat: Organisationszertifikat, *, at: datetime) -> None:
    """Take a certificate out of service: its key is deleted, what was signed with it stays."""
    if zertifikat.ended_at is None:
        zertifikat.ended_at, zertifikat.geheimnis = at, ""
        zertifikat.revision += 1
        zertifikat.save(update_fields=["ended_at", "geheimnis", "revision"])
    audit.note_change("Zertifikat", zertifikat.bezeichnung, None)
