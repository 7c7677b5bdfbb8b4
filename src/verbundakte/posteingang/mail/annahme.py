"""How a mail becomes an Eingang: its bytes first, then the row, and only then is it acknowledged.

Whether it is known already is told from its bytes; what it says of itself is read in the sandbox, and
where that fails it is taken all the same. Runs outside of a transaction.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.arrival import hold_file, receive_file
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.virus import VirusFound
from verbundakte.posteingang.actions import Verdaechtig, hold, record_eingang
from verbundakte.posteingang.ankunft import Ankunft
from verbundakte.posteingang.models import Eingang, Eingangskanal, Verschluss, Weg
from verbundakte.standards.mail_identity import MailIdentity, identify_mail

CONFIDENTIAL = ("personal", "private", "company-confidential")
NAMELESS = "E-Mail ohne lesbaren Betreff"
MOST_ANSWERED = 20


@dataclass(frozen=True)
class MailHead:
    """What a mail says of itself, one line each."""

    absender: str = ""
    betreff: str = ""
    sent_on: date | None = None
    is_confidential: bool = False


@contextmanager
def spooled(pieces: Iterable[bytes]) -> Iterator[Path]:
    """Write a mail into the spool piece by piece; it is gone afterwards. Raises StoreFull, StoreAway."""
    path = store.spool_path()
    try:
        with open(path, "xb", buffering=0) as file:
            for piece in pieces:
                _write(file, piece)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _write(file, piece: bytes) -> None:
    left = memoryview(piece)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as error:
        raise store.reason_of(error) from error


def read_head(path: Path) -> MailHead:
    """Return what the head of a mail says; nothing when it cannot be read."""
    try:
        headers, sent_at = converters().mail_head(current_tenant(), path)
    except ConversionFailed:
        return MailHead()
    return MailHead(
        absender=_plain(headers.get("From", ""))[:300],
        betreff=_plain(headers.get("Subject", ""))[:500],
        sent_on=datetime.fromisoformat(sent_at).date() if sent_at else None,
        is_confidential=headers.get("Sensitivity", "").strip().lower() in CONFIDENTIAL,
    )


def _plain(text: str) -> str:
    """Return text that the database takes, whatever the sender wrote."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def take_mail(
    actor, kanal: Eingangskanal, spooled: Path, *, arrived_at: datetime, at: datetime, **more
) -> Eingang:
    """Return the Eingang of a mail whose bytes lie in the spool; a known one only gets a reference.

    `more`: further fields of the Ankunft (verschluss, person ...). When this returns, the record is
    safely stored: with a virus in it as well, but then the bytes are held back and the Eingang has no
    Dokument. Raises NotTaken, ScannerAway, StoreFull, StoreAway.
    """
    with open(spooled, "rb") as file:
        identity = identify_mail(file)
    with transaction.atomic():
        is_known = Eingang.objects.filter(kennung=identity.key).exists()
    if is_known:
        ankunft = _ankunft(identity, MailHead(), arrived_at, more)
        return record_eingang(actor, kanal, ankunft=ankunft, arrived=None, at=at)
    head = read_head(spooled)
    name = f"{head.betreff[:80] or NAMELESS}.eml"
    ankunft = _ankunft(identity, head, arrived_at, more | {"dateiname": name})
    try:
        arrived = Arrived(receive_file(name, spooled), name)
    except VirusFound as found:
        held = Verdaechtig(name, hold_file(name, spooled), found.name)
        with transaction.atomic():
            eingang = record_eingang(actor, kanal, ankunft=ankunft, arrived=None, at=at)
            hold(actor, eingang, verdaechtig=held, at=at)
        return eingang
    return record_eingang(actor, kanal, ankunft=ankunft, arrived=arrived, at=at)


def _ankunft(identity: MailIdentity, head: MailHead, arrived_at: datetime, more: dict) -> Ankunft:
    verschluss = more.pop("verschluss", Verschluss.OFFEN)
    if head.is_confidential and verschluss == Verschluss.OFFEN:
        verschluss = Verschluss.VERTRAULICH
    return Ankunft(
        kennung=identity.key,
        eingegangen_at=arrived_at,
        absender=head.absender,
        betreff=head.betreff or NAMELESS,
        datum_des_schreibens=head.sent_on,
        verschluss=verschluss,
        weg=Weg.ELEKTRONISCH,
        fremde_kennung=identity.message_id,
        angaben=more.pop("angaben", {})
        | {
            "message_id": identity.message_id,
            "antwort_auf": list(identity.answered[:MOST_ANSWERED]),
        },
        **more,
    )
