"""The way of a Spur goes over paper or through a keyboard: noted as an event of its own and counted."""

from datetime import datetime

from verbundakte.akten.actions import Antwort
from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.audit import Change
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Medienbruch, MedienbruchArt
from verbundakte.posteingang.permissions import Permission


@action(Permission.EINGANG_RECORD, Event.MEDIENBRUCH_NOTED)
def note_medienbruch(
    actor, eingang: Eingang, *, art: MedienbruchArt, at: datetime, bemerkung: str = ""
) -> Medienbruch:
    """Note that an Eingang was printed, retyped, scanned on its way or answered on paper."""
    audit.note_change("Medienbruch", None, MedienbruchArt(art).label)
    audit.note_change("Bemerkung", None, bemerkung)
    return write(eingang, art, at, by=getattr(actor, "person_id", None), bemerkung=bemerkung)


def write(eingang: Eingang, art: MedienbruchArt, at: datetime, **more) -> Medienbruch:
    """Write the row of a break, for the actions that cause it."""
    return Medienbruch.objects.create(
        spur=eingang.spur, eingang=eingang, einheit_id=eingang.einheit_id, art=art, at=at, **more
    )


def note_printed(actor, antwort: Antwort) -> None:
    """Subscriber of `dokument_answered`: what is answered on paper was printed for that."""
    eingang = Eingang.objects.filter(dokument=antwort.dokument).first()
    if eingang is None or not antwort.is_printed:
        return
    by, told = getattr(actor, "person_id", None), f"Antwort {antwort.number}"
    write(eingang, MedienbruchArt.AUSGEDRUCKT, antwort.at, by=by, bemerkung=told)
    changes = [
        Change("Medienbruch", None, MedienbruchArt.AUSGEDRUCKT.label),
        Change("Bemerkung", None, told),
    ]
    audit.record(Event.MEDIENBRUCH_NOTED, actor=actor, subject=eingang, changes=changes)


def note_paper(actor, eingang: Eingang, at: datetime) -> None:
    """Note that an Eingang came on paper: the first break on its way, part of recording it."""
    write(eingang, MedienbruchArt.PAPIER_EIN, at, by=eingang.erfasst_by)
    changes = [Change("Medienbruch", None, MedienbruchArt.PAPIER_EIN.label)]
    audit.record(Event.MEDIENBRUCH_NOTED, actor=actor, subject=eingang, changes=changes)
