"""An Eingang goes into a Vorgang, and for ten minutes out of it again.

However a Dokument gets into its first Vorgang (here, on the pages of `akten`, through the API), the
hook `dokument_assigned` writes the Ablage: there is one way only.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from verbundakte.akten.actions import (
    VorgangClosed,
    assign_dokument,
    create_vorgang,
    is_closed,
    take_back_vorgang,
    take_out_dokument,
)
from verbundakte.akten.actions.papierkorb import NotEmpty, NotYours, WorkedOn
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core import audit
from verbundakte.core.access.zones import settled_zone
from verbundakte.core.actions import Refusal, action
from verbundakte.core.audit import Change
from verbundakte.core.clock import now
from verbundakte.posteingang.actions.kreis import IsSealed, circle, is_sealed
from verbundakte.posteingang.actions.vermerk_folge import order_steps, recall_steps
from verbundakte.posteingang.actions.zuleitung import IsDone
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Ablage, Eingang
from verbundakte.posteingang.permissions import Permission

UNDO_FOR = timedelta(minutes=10)


class UndoOver(Refusal):
    """Ten minutes have passed."""

    message = (
        "Zurücknehmen geht nur zehn Minuten lang. Verschieben Sie das Dokument in der Akte, wenn es"
        " woanders hingehört."
    )


class NotFiled(Refusal):
    """Taking back what does not lie there any more."""

    message = "Der Eingang liegt nicht mehr dort, wohin er abgelegt wurde. Laden Sie die Seite neu."


def file_eingang(actor, eingang: Eingang, *, vorgang: Vorgang, at: datetime) -> Ablage:
    """Lay an Eingang into a Vorgang; its Dokument takes over the access of the Vorgang.

    Raises PermissionDenied (nothing may be filed there), IsDone, IsSealed, VorgangClosed.
    """
    with transaction.atomic():
        eingang = Eingang.objects.select_for_update().get(pk=eingang.pk)
        if not actor.may(Permission.EINGANG_FILE, eingang):
            raise PermissionDenied(Permission.EINGANG_FILE)
        if eingang.done_at is not None:
            raise IsDone
        if is_sealed(eingang):
            raise IsSealed
        if eingang.dokument_id is None:
            return lay_paper(actor, eingang, vorgang=vorgang, at=at)
        assign_dokument(actor, eingang.dokument, vorgang=vorgang)
        return eingang.ablagen.get(undone_at=None)


def file_in_new_vorgang(
    actor, eingang: Eingang, *, akte: Akte, betreff: str, at: datetime, **more
) -> Ablage:
    """Begin a Vorgang with an Eingang; it carries the Spur. Raises as `create_vorgang`, `file_eingang`."""
    with transaction.atomic():
        vorgang = create_vorgang(actor, akte, betreff=betreff, spur=eingang.spur, at=at, **more)
        return file_eingang(actor, eingang, vorgang=vorgang, at=at)


@action(Permission.EINGANG_FILE, Event.EINGANG_FILED)
def lay_paper(actor, eingang: Eingang, *, vorgang: Vorgang, at: datetime) -> Ablage:
    """Note that what is not scanned belongs to a Vorgang; it stays where it lies.

    Raises PermissionDenied, VorgangClosed.
    """
    if not actor.may(AktenPermission.DOKUMENT_CREATE, vorgang):
        raise PermissionDenied(AktenPermission.DOKUMENT_CREATE)
    if is_closed(vorgang):
        raise VorgangClosed
    eingang.zone_id = settled_zone(vorgang)
    audit.note_change("Vorgang", None, vorgang.aktenzeichen)
    return _note(actor, eingang, vorgang, at)


def _note(actor, eingang: Eingang, vorgang: Vorgang, at: datetime) -> Ablage:
    eingang.done_at = at
    eingang.revision += 1
    eingang.save(update_fields=["zone", "done_at", "revision"])
    return Ablage.objects.create(
        eingang=eingang,
        vorgang=vorgang,
        verfuegung=order_steps(actor, eingang, vorgang, at=at),
        at=at,
        by=getattr(actor, "person_id", None),
    )


def note_ablage(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_assigned`: the Eingang of the Dokument is filed with it."""
    eingang = Eingang.objects.select_for_update().filter(dokument=dokument).first()
    if eingang is None or eingang.done_at is not None:
        return
    _note(actor, eingang, dokument.vorgang, now())
    changes = [Change("Vorgang", None, dokument.vorgang.aktenzeichen)]
    audit.record(Event.EINGANG_FILED, actor=actor, subject=eingang, changes=changes)


@action(Permission.EINGANG_FILE, Event.EINGANG_UNFILED)
def undo_ablage(actor, eingang: Eingang, *, at: datetime) -> Eingang:
    """Take an Eingang out of the Vorgang it was just filed in; it waits where it lay before.

    A Vorgang begun with it goes, too, if nothing else lies in it. Raises NotFiled, UndoOver, and
    what `take_out_dokument` raises.
    """
    ablage = eingang.ablagen.filter(undone_at=None).select_related("vorgang", "verfuegung").first()
    if ablage is None:
        raise NotFiled
    if at - ablage.at > UNDO_FOR:
        raise UndoOver
    zone = circle(eingang.verschluss, eingang.einheit, eingang.person)
    if eingang.dokument_id:
        if eingang.dokument.vorgang_id != ablage.vorgang_id:
            raise NotFiled
        take_out_dokument(actor, eingang.dokument, einheit=eingang.einheit, zone=zone, at=at)
    audit.note_change("Vorgang", ablage.vorgang.aktenzeichen, None)
    recall_steps(actor, ablage, at=at)
    ablage.undone_at, ablage.undone_by = at, getattr(actor, "person_id", None)
    ablage.save(update_fields=["undone_at", "undone_by"])
    eingang.zone, eingang.done_at = zone, None
    eingang.revision += 1
    eingang.save(update_fields=["zone", "done_at", "revision"])
    if ablage.vorgang.spur == eingang.spur:
        _take_back(actor, ablage.vorgang, at)
    return eingang


def _take_back(actor, vorgang: Vorgang, at: datetime) -> None:
    """Let an empty Vorgang go that was begun just now; if anybody worked in it, it stays."""
    if not actor.may(AktenPermission.VORGANG_EDIT, vorgang):
        return
    try:
        take_back_vorgang(actor, vorgang, at=at)
    except (NotYours, NotEmpty, WorkedOn):
        return
