"""What the sender wishes is told; what counts as a Frist a person confirms."""

from dataclasses import dataclass
from datetime import date, datetime

from verbundakte.akten.actions import Antwort
from verbundakte.core import audit
from verbundakte.core.actions import Gone, action
from verbundakte.core.audit import Change
from verbundakte.core.clock import now
from verbundakte.geschaeftsgang.actions import (
    VorfristMissing,
    ZweiteMissing,
    check_ausschluss,
)
from verbundakte.organisation.models import Person
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Eingangsfrist, FristArt
from verbundakte.posteingang.permissions import Permission

__all__ = [
    "Frist",
    "VorfristMissing",
    "ZweiteMissing",
    "confirm_frist",
    "note_wunsch",
    "settle_answered",
    "settle_frist",
]


@dataclass(frozen=True)
class Frist:
    """What somebody confirms: the day, and for an Ausschlussfrist Vorfrist and second person."""

    am: date
    art: FristArt = FristArt.FRIST
    vorfrist_am: date | None = None
    zweite: Person | None = None
    quelle: str = ""


@action(Permission.EINGANG_RECORD, Event.WUNSCH_NOTED)
def note_wunsch(
    actor, eingang: Eingang, *, am: date, at: datetime, quelle: str = ""
) -> Eingangsfrist:
    """Note until when the sender wishes an answer; nobody is bound by it."""
    audit.note_change(FristArt.WUNSCH.label, None, am)
    return Eingangsfrist.objects.create(
        eingang=eingang,
        art=FristArt.WUNSCH,
        am=am,
        quelle=quelle[:300],
        at=at,
        by=getattr(actor, "person_id", None),
    )


@action(Permission.EINGANG_ACCEPT, Event.FRIST_CONFIRMED)
def confirm_frist(actor, eingang: Eingang, *, frist: Frist, at: datetime) -> Eingangsfrist:
    """Let a day count as a Frist from now on. Raises VorfristMissing, ZweiteMissing."""
    if frist.art == FristArt.AUSSCHLUSS:
        others = (actor.person_id, eingang.person_id)
        check_ausschluss(frist.am, frist.vorfrist_am, frist.zweite, others)
    audit.note_change(FristArt(frist.art).label, None, frist.am)
    audit.note_change("Vorfrist", None, frist.vorfrist_am)
    audit.note_change("Zweite Person", None, frist.zweite and frist.zweite.name)
    return Eingangsfrist.objects.create(
        eingang=eingang,
        art=frist.art,
        am=frist.am,
        vorfrist_am=frist.vorfrist_am,
        zweite=frist.zweite,
        quelle=frist.quelle[:300],
        at=at,
        by=actor.person_id,
        bestaetigt_at=at,
        bestaetigt_by=actor.works_for,
    )


@action(Permission.EINGANG_ACCEPT, Event.FRIST_SETTLED)
def settle_frist(actor, eingang: Eingang, *, frist: Eingangsfrist, at: datetime) -> Eingangsfrist:
    """Note that a Frist is met or a wish fulfilled. Raises Gone (settled in between)."""
    row = Eingangsfrist.objects.select_for_update().filter(pk=frist.pk, eingang=eingang).first()
    if row is None or row.erledigt_at is not None:
        raise Gone
    audit.note_change(row.get_art_display(), row.am, None)
    row.erledigt_at, row.erledigt_by = at, actor.person_id
    row.save(update_fields=["erledigt_at", "erledigt_by"])
    return row


def settle_answered(actor, antwort: Antwort) -> None:
    """Subscriber of `dokument_answered`: what the letter wanted until a day is met by the answer."""
    rows = Eingangsfrist.objects.select_for_update(of=("self",)).filter(
        eingang__dokument=antwort.dokument, erledigt_at=None
    )
    by, at = getattr(actor, "person_id", None), now()
    for row in rows.select_related("eingang").order_by("am", "pk"):
        row.erledigt_at, row.erledigt_by = at, by
        row.save(update_fields=["erledigt_at", "erledigt_by"])
        changes = [Change(row.get_art_display(), f"{row.am:%d.%m.%Y}", "beantwortet")]
        audit.record(Event.FRIST_SETTLED, actor=actor, subject=row.eingang, changes=changes)
