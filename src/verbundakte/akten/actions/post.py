"""Dokumente of the post: they wait without Vorgang, go from place to place, and may leave a Vorgang
again when they were laid into the wrong one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from verbundakte.akten.actions.filing import place_below
from verbundakte.akten.actions.fruehere_nummer import keep_number
from verbundakte.akten.actions.kopie import check_unrestricted
from verbundakte.akten.actions.sperre import check_not_held, check_not_locked
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.actions.zonen import zone_of
from verbundakte.akten.actions.zugriff import NotInVorgang, settle_below
from verbundakte.akten.events import Event
from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.audit import Change
from verbundakte.core.models import Zone
from verbundakte.core.search.outbox import touch
from verbundakte.organisation.models import Organisationseinheit


def lay_at(actor, dokument: Dokument, *, einheit: Organisationseinheit, zone: Zone) -> None:
    """Lay a Dokument without Vorgang at a unit, for the actions of the post, which ask the right."""
    dokument.federfuehrung = einheit
    dokument.zone_id = zone_of(dokument, zone.pk)
    dokument.revision += 1
    dokument.save()
    touch(dokument, is_moved=True)
    settle_below(dokument, by=actor)


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_TAKEN_OUT)
def take_out_dokument(
    actor, dokument: Dokument, *, einheit: Organisationseinheit, zone: Zone, at: datetime
) -> Dokument:
    """Take a Dokument with its Anlagen out of its Vorgang again; it waits at a unit as before.

    Laid into the same Vorgang again it has the number it had. Raises NotInVorgang, VorgangClosed,
    DokumentLocked, Held, IsRestricted.
    """
    vorgang = dokument.vorgang
    if vorgang is None or dokument.parent_id is not None:
        raise NotInVorgang
    if is_closed(vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    check_not_held(dokument)
    check_unrestricted(dokument)
    audit.note_change("Vorgang", vorgang.aktenzeichen, None)
    is_open = dokument.zone_id == vorgang.zone_id
    told = [Change("Dokument", f"{dokument.position} {dokument.betreff}", None)] if is_open else []
    audit.record(Event.DOKUMENT_TAKEN_OUT, actor=actor, subject=vorgang, changes=told)
    keep_number(actor, dokument, dokument.kennzeichen or vorgang.aktenzeichen, vorgang.pk, at)
    dokument.akte = dokument.vorgang = None
    dokument.position, dokument.kennzeichen = 0, ""
    Dokument.objects.filter(parent=dokument).update(akte=None, vorgang=None)
    lay_at(actor, dokument, einheit=einheit, zone=zone)
    return dokument


def make_anlage(actor, dokument: Dokument, *, of: Dokument) -> list[UUID]:
    """Make a Dokument without Vorgang an Anlage of another one, with its own Anlagen; return their
    ids. For the actions of the post, which ask the right."""
    anlagen = list(Dokument.objects.filter(parent=dokument).order_by("position"))
    for row in (dokument, *anlagen):
        place = place_below(of)
        row.parent, row.position, row.zone_id = of, place["position"], place["zone_id"]
        row.save()
        touch(row, is_moved=True)
    return [row.pk for row in anlagen]


def make_whole(actor, dokument: Dokument, *, anlagen: Sequence[UUID]) -> None:
    """Undo `make_anlage`: a Dokument stands alone again, and its Anlagen are its own."""
    dokument.parent, dokument.position = None, 0
    dokument.save()
    rows = Dokument.objects.filter(pk__in=anlagen).order_by("position")
    for number, row in enumerate(rows, 1):
        row.parent, row.position = dokument, number
        row.save()
        touch(row)
    touch(dokument)
