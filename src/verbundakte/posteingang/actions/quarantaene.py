"""Files in which a virus was found: held back, released by one person with reason, or asked about."""

from dataclasses import dataclass
from datetime import datetime

from verbundakte.akten.actions import Arrived, add_anlage
from verbundakte.core import audit
from verbundakte.core.actions import Gone, Refusal, action
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored
from verbundakte.posteingang.actions.aufnahme import give_content
from verbundakte.posteingang.actions.zuleitung import ReasonMissing
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Pruefprotokoll, Quarantaene
from verbundakte.posteingang.permissions import Permission

VIRUS = "virus"


class EingangFiled(Refusal):
    """What is released goes to an Eingang that waits."""

    message = (
        "Der Eingang ist schon abgelegt. Nehmen Sie die Ablage zurück, oder bitten Sie den Absender, die"
        " Datei neu zu senden."
    )


@dataclass(frozen=True)
class Verdaechtig:
    """A file that lies in the store, and what the scanner calls what it found in it."""

    name: str
    stored: Stored
    befund: str


@action(Permission.EINGANG_RECORD, Event.FILE_HELD)
def hold(actor, eingang: Eingang, *, verdaechtig: Verdaechtig, at: datetime) -> Quarantaene:
    """Hold a file of an Eingang back; arriving again it is held once."""
    blob = register(verdaechtig.stored)
    known = Quarantaene.objects.filter(eingang=eingang, blob=blob).first()
    if known is not None:
        return known
    audit.note_change("Datei", None, verdaechtig.name)
    audit.note_change("Virenfund", None, verdaechtig.befund)
    return Quarantaene.objects.create(
        eingang=eingang,
        file_name=verdaechtig.name[:255],
        blob=blob,
        befund=verdaechtig.befund[:200],
        at=at,
    )


def _held(eingang: Eingang, key) -> Quarantaene:
    rows = Quarantaene.objects.select_for_update(of=("self",)).select_related("blob")
    row = rows.filter(pk=key, eingang=eingang, freigegeben_at=None).first()
    if row is None:
        raise Gone
    return row


@action(Permission.POSTSTELLE_LEAD, Event.FILE_RELEASED)
def release_file(
    actor, eingang: Eingang, *, quarantaene: Quarantaene, grund: str, at: datetime
) -> Quarantaene:
    """Let a file out: it becomes the Dokument of the Eingang, or an Anlage of it.

    Raises ReasonMissing, Gone (released in between), EingangFiled.
    """
    if not grund.strip():
        raise ReasonMissing
    row = _held(eingang, quarantaene.pk)
    if eingang.done_at is not None:
        raise EingangFiled
    arrived = Arrived(Stored(row.blob.sha256, row.blob.size), row.file_name)
    if eingang.dokument_id is None:
        give_content(actor, eingang, arrived=arrived, at=at)
    else:
        add_anlage(actor, eingang.dokument, arrived=arrived, at=at)
    row.freigegeben_at, row.freigegeben_by, row.grund = at, actor.person_id, grund.strip()[:500]
    row.save(update_fields=["freigegeben_at", "freigegeben_by", "grund"])
    audit.note_change("Datei", None, row.file_name)
    audit.note_change("Virenfund", row.befund, None)
    audit.note_change("Grund", None, row.grund)
    told = f"Virenprüfung: „{row.befund}“ gefunden, trotzdem freigegeben: {row.grund}"
    Pruefprotokoll.objects.create(eingang=eingang, art=VIRUS, ergebnis=told[:300], at=at)
    return row


@action(Permission.EINGANG_RECORD, Event.SENDER_ASKED)
def note_rueckfrage(
    actor, eingang: Eingang, *, quarantaene: Quarantaene, at: datetime
) -> Quarantaene:
    """Note that the sender was asked to send a file anew. Raises Gone."""
    row = _held(eingang, quarantaene.pk)
    row.rueckfrage_at, row.rueckfrage_by = at, actor.person_id
    row.save(update_fields=["rueckfrage_at", "rueckfrage_by"])
    audit.note_change("Datei", None, row.file_name)
    return row
