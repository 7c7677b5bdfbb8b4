"""What can be done with a Dokument: file it, add a Fassung, change its fields."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.actions.aktenplan import zone_of_einheit
from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.felder import Werte, change_typ, write_werte
from verbundakte.akten.actions.filing import (
    Arrived,
    file_fassung,
    file_new,
    place_below,
    place_in,
    take_place,
)
from verbundakte.akten.actions.fruehere_nummer import former_number
from verbundakte.akten.actions.nummer import dokument_number
from verbundakte.akten.actions.sperre import check_not_locked, end_with_fassung
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.actions.zonen import zone_of
from verbundakte.akten.actions.zugriff import settle_below
from verbundakte.akten.events import Event
from verbundakte.akten.felder import sorted_felder
from verbundakte.akten.hooks import dokument_assigned, fassung_changed, fassung_changing
from verbundakte.akten.models import Dokument, Dokumenttyp, Fassung, FruehereNummer, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.access.zones import settled_zone
from verbundakte.core.actions import Refusal, action, check_unchanged
from verbundakte.core.clock import today
from verbundakte.core.models import Zone
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.organisation.rules import standard_rolle_key


class AlreadyAssigned(Refusal):
    """Two people filed the same Dokument."""

    message = "Das Dokument liegt inzwischen schon in einem Vorgang. Laden Sie die Seite neu."


class AnlageInside(Refusal):
    """Anlagen have one level only."""

    message = "Eine Anlage hat keine eigenen Anlagen. Legen Sie die Datei beim Dokument selbst ab."


class AnlageStays(Refusal):
    """An Anlage lies where its Dokument lies."""

    message = "Eine Anlage geht mit ihrem Dokument. Legen Sie das ganze Dokument in den Vorgang."


class NotYourEinheit(Refusal):
    """Unassigned Dokumente are filed in one's own units."""

    message = (
        "In dieser Einheit haben Sie keine Stelle. Legen Sie das Dokument in Ihrer eigenen ab."
    )


def _number_of(dokument: Dokument, is_entwurf: bool) -> str:
    """Return the number a Dokument has or gets now; an Entwurf gets it when it is registered."""
    if dokument.kennzeichen or is_entwurf or dokument.vorgang_id is None:
        return dokument.kennzeichen
    return dokument_number(dokument.vorgang, today())


def _number_again(dokument: Dokument, former: FruehereNummer | None) -> str:
    """Return the number it had in its Vorgang before, else the next one."""
    if former is None or former.aktenzeichen == dokument.vorgang.aktenzeichen:
        return _number_of(dokument, dokument.is_entwurf)
    return former.aktenzeichen


@action(Permission.DOKUMENT_CREATE, Event.DOKUMENT_REGISTERED, about="result", locks=False)
def register_dokument(
    actor, vorgang: Vorgang, *, arrived: Arrived, at: datetime, **more
) -> Dokument:
    """File bytes that lie in the store as a new Dokument with Fassung 1; processing is started.

    `more`: further fields of the Dokument (betreff, dates, absender, spur ...), `dokumenttyp` by
    its Kürzel, and values of its own fields in `felder`.
    Raises VorgangClosed, TypUnknown, PflichtMissing.
    """
    if is_closed(vorgang):
        raise VorgangClosed
    return file_new({**place_in(vorgang), **more}, arrived, actor=actor, at=at)


@action(Permission.DOKUMENT_CREATE, Event.DOKUMENT_REGISTERED, about="result", locks=False)
def register_unassigned(
    actor, einheit: Organisationseinheit, *, arrived: Arrived, at: datetime, **more
) -> Dokument:
    """File bytes as a Dokument without Vorgang ("Nicht zugeordnet"), seen by unit and Registratur.

    `more` as in `register_dokument`. Raises NotYourEinheit.
    """
    if actor.kind == "person" and einheit.pk not in actor.einheiten:
        raise NotYourEinheit
    place = {
        "federfuehrung": einheit,
        "zone": zone_of_einheit(einheit, standard_rolle_key("registratur")),
    }
    dokument = file_new({**place, **more}, arrived, actor=actor, at=at)
    audit.note_change("Nicht zugeordnet", None, einheit)
    return dokument


@action(Permission.DOKUMENT_CREATE, Event.DOKUMENT_REGISTERED, about="result", locks=False)
def register_received(
    actor, einheit: Organisationseinheit, *, arrived: Arrived, at: datetime, zone: Zone, **more
) -> Dokument:
    """File post as a Dokument without Vorgang; the zone says who sees it. `more` as above."""
    place = {"federfuehrung": einheit, "zone": zone}
    return file_new({**place, **more}, arrived, actor=actor, at=at)


@action(Permission.DOKUMENT_EDIT, Event.ANLAGE_ADDED)
def add_anlage(actor, dokument: Dokument, *, arrived: Arrived, at: datetime) -> Dokument:
    """File bytes as the next Anlage of a Dokument (xdomea: Anlage); it inherits its access.

    Raises VorgangClosed, AnlageInside.
    """
    if dokument.parent_id is not None:
        raise AnlageInside
    check_not_restricted(actor, dokument)
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    anlage = file_new(place_below(dokument), arrived, actor=actor, at=at)
    audit.note_change("Anlage", None, anlage.position)
    return anlage


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_ASSIGNED)
def assign_dokument(actor, dokument: Dokument, *, vorgang: Vorgang) -> Dokument:
    """Lay an unassigned Dokument into a Vorgang; it takes over the access of the Vorgang.

    Raises PermissionDenied (nothing may be filed there), AlreadyAssigned, AnlageStays, VorgangClosed.
    """
    if not actor.may(Permission.DOKUMENT_CREATE, vorgang):
        raise PermissionDenied(Permission.DOKUMENT_CREATE)
    if dokument.parent_id is not None:
        raise AnlageStays
    if dokument.vorgang_id is not None:
        raise AlreadyAssigned
    if is_closed(vorgang):
        raise VorgangClosed
    dokument.akte_id, dokument.vorgang = vorgang.akte_id, vorgang
    former = former_number(dokument, vorgang.pk)
    dokument.position, zone = (
        (former.position, settled_zone(vorgang)) if former else take_place(vorgang)
    )
    dokument.kennzeichen = _number_again(dokument, former)
    dokument.zone_id = zone_of(dokument, zone)
    dokument.federfuehrung_id = vorgang.federfuehrung_id
    dokument.revision += 1
    dokument.save()
    audit.note_change("Vorgang", None, vorgang.aktenzeichen)
    anlagen = Dokument.objects.filter(parent=dokument)
    anlagen.update(akte_id=vorgang.akte_id, vorgang=vorgang)
    touch(dokument, *anlagen, is_moved=True)
    settle_below(dokument, by=actor)
    dokument_assigned.run(actor, dokument)
    return dokument


@action(Permission.DOKUMENT_EDIT, Event.FASSUNG_ADDED)
def add_fassung(
    actor, dokument: Dokument, *, arrived: Arrived, at: datetime, remark: str = ""
) -> Fassung:
    """Add a new Fassung; the older ones stay unchanged. Raises VorgangClosed, DokumentLocked."""
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    fassung_changing.run(actor, dokument)
    fassung = file_fassung(dokument, arrived, actor=actor, at=at, remark=remark)
    dokument.revision += 1
    dokument.save(update_fields=["revision"])
    audit.note_change("Fassung", fassung.nummer - 1, fassung.nummer)
    end_with_fassung(dokument, actor, at=at)
    touch(dokument)
    fassung_changed.run(actor, dokument)
    return fassung


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_CHANGED)
def change_dokument(
    actor, dokument: Dokument, *, seen_revision: int, values: dict, felder: Werte | None = None
) -> Dokument:
    """Change fields of a Dokument; `felder` are the values of its own fields (None: as they are).

    Raises core.actions.Changed when somebody was faster, VorgangClosed, PflichtMissing.
    """
    check_unchanged(dokument, seen_revision)
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    made = {
        "betreff_folded": fold(values.get("betreff", dokument.betreff)),
        "kennzeichen": _number_of(dokument, values.get("is_entwurf", dokument.is_entwurf)),
    }
    if change_typ(dokument, values | made, felder):
        touch(dokument)
    return dokument


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_CHANGED)
def restore_typ(
    actor, dokument: Dokument, *, seen_revision: int, typ: Dokumenttyp, felder: Werte
) -> Dokument:
    """Give a Dokument back the type and the values it had, complete or not. Raises as the change."""
    check_unchanged(dokument, seen_revision)
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    change_typ(dokument, {"dokumenttyp": typ}, None)
    write_werte(dokument, sorted_felder(typ.felder), felder, is_complete=False)
    touch(dokument)
    return dokument
