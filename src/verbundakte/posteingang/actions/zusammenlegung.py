"""Two Eingänge that are one: the second becomes an Anlage of the first, and may find back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.actions import make_anlage, make_whole
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.audit import Change
from verbundakte.posteingang.actions.ablage import UNDO_FOR, UndoOver
from verbundakte.posteingang.actions.zuleitung import IsDone
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Zusammenlegung
from verbundakte.posteingang.permissions import Permission


class NotTogether(Refusal):
    """Other people would see it, or there is nothing to lay together."""

    message = (
        "Zusammenlegen lassen sich nur zwei Eingänge mit Datei, die beim selben Empfänger liegen und"
        " dieselben Personen sehen."
    )


class NotMerged(Refusal):
    """Taking back what was taken back."""

    message = "Der Eingang ist nicht mehr zusammengelegt. Laden Sie die Seite neu."


@action(Permission.EINGANG_ASSIGN, Event.EINGANG_MERGED)
def merge_eingang(actor, eingang: Eingang, *, into: Eingang, at: datetime) -> Zusammenlegung:
    """Make an Eingang an Anlage of another one; its number stays in the book and leads there.

    Raises PermissionDenied, IsDone, NotTogether.
    """
    into = Eingang.objects.select_for_update().get(pk=into.pk)
    if not actor.may(Permission.EINGANG_ASSIGN, into):
        raise PermissionDenied(Permission.EINGANG_ASSIGN)
    if eingang.done_at is not None or into.done_at is not None:
        raise IsDone
    has_both = eingang.dokument_id and into.dokument_id and eingang.pk != into.pk
    if not has_both or eingang.dokument.zone_id != into.dokument.zone_id:
        raise NotTogether
    anlagen = make_anlage(actor, eingang.dokument, of=into.dokument)
    audit.note_change("Zusammengelegt mit", None, into.number)
    changes = [Change("Aufgenommen", None, eingang.number)]
    audit.record(Event.EINGANG_MERGED, actor=actor, subject=into, changes=changes)
    _done(eingang, at)
    return Zusammenlegung.objects.create(
        eingang=eingang, into=into, anlagen=anlagen, at=at, by=getattr(actor, "person_id", None)
    )


def _done(eingang: Eingang, at: datetime | None) -> None:
    eingang.done_at = at
    eingang.revision += 1
    eingang.save(update_fields=["done_at", "revision"])


@action(Permission.EINGANG_ASSIGN, Event.EINGANG_UNMERGED)
def undo_merge(actor, eingang: Eingang, *, at: datetime) -> Eingang:
    """Let a merged Eingang stand alone again, for ten minutes.

    Raises NotMerged, UndoOver, IsDone (the other one is filed meanwhile: take that back first).
    """
    row = eingang.zusammenlegungen.filter(undone_at=None).select_related("into").first()
    if row is None:
        raise NotMerged
    if at - row.at > UNDO_FOR:
        raise UndoOver
    if row.into.done_at is not None:
        raise IsDone
    make_whole(actor, eingang.dokument, anlagen=row.anlagen)
    audit.note_change("Zusammengelegt mit", row.into.number, None)
    row.undone_at, row.undone_by = at, getattr(actor, "person_id", None)
    row.save(update_fields=["undone_at", "undone_by"])
    _done(eingang, None)
    return eingang
