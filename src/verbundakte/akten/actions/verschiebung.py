"""Move and copy: Dokument > Vorgang, Vorgang > Akte, Akte > plan unit.

What moves gets a number at its new place; the old one stays findable (`FruehereNummer`), and what
moves back gets it again. Access that was inherited is inherited from the new place; what was
narrowed stays narrow.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from verbundakte.akten.actions.akte import PlaneinheitStillgelegt, retention_of
from verbundakte.akten.actions.anlagen import taken_out_of
from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.felder import stored_werte, write_werte
from verbundakte.akten.actions.filing import Arrived, file_new, place_in, take_place
from verbundakte.akten.actions.fruehere_nummer import former_number, keep_number
from verbundakte.akten.actions.nummer import akte_number, dokument_number, vorgang_number
from verbundakte.akten.actions.sperre import check_not_locked
from verbundakte.akten.actions.vorgang import (
    AkteClosed,
    VorgangClosed,
    check_takes_vorgaenge,
    is_closed,
)
from verbundakte.akten.actions.zonen import zone_of
from verbundakte.akten.actions.zugriff import NotInVorgang, settle_below
from verbundakte.akten.events import Event
from verbundakte.akten.felder import sorted_felder
from verbundakte.akten.models import (
    Akte,
    Aktenantrag,
    Aktenplaneinheit,
    Berichtigungsvermerk,
    Dokument,
    Vorgang,
)
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.access.zones import settled_zone
from verbundakte.core.actions import Refusal, action, check_unchanged
from verbundakte.core.audit import Change
from verbundakte.core.blobs.store import Stored
from verbundakte.core.search.fold import fold
from verbundakte.core.search.outbox import touch, touch_ids
from verbundakte.organisation.access import zone_label


class SamePlace(Refusal):
    """Moving to where it lies."""

    message = "Es liegt schon dort. Wählen Sie ein anderes Ziel."


class GeheimnisklasseDiffers(Refusal):
    """A secret never moves to where others read it."""

    message = (
        "Hier liegt etwas mit einer Geheimnisklasse. Verschieben lässt es sich nur dorthin, wo"
        " dieselbe Geheimnisklasse gilt."
    )


class NothingToCopy(Refusal):
    """The content was deleted."""

    message = "Von diesem Dokument gibt es keine Datei mehr."


class TeilakteStays(Refusal):
    """Teilakten go with their Akte."""

    message = "Eine Teilakte gehört zu ihrer Akte. Verschieben Sie die ganze Akte."


def _check_target(actor, permission: str, target, old_klasse: str, new_klasse: str) -> None:
    if not actor.may(permission, target):
        raise PermissionDenied(permission)
    if old_klasse and old_klasse != new_klasse:
        raise GeheimnisklasseDiffers


def _number(row: Akte | Vorgang, number: str) -> None:
    row.aktenzeichen, row.aktenzeichen_folded = number, fold(number)
    row.revision += 1


def _tell_left(actor, event: str, place, row: Vorgang | Dokument, label: str) -> None:
    """Tell at the old place what left it; its name only where everybody there could read it."""
    told = f"{row.position} {row.betreff}" if isinstance(row, Dokument) else str(row)
    changes = [Change(label, told, None)] if row.zone_id == place.zone_id else []
    audit.record(event, actor=actor, subject=place, changes=changes)


def take_zone(row: Akte | Vorgang | Dokument, to: Aktenplaneinheit | Akte | Vorgang) -> None:
    """Give a row the zone it has below `to`, with what was decided about itself; it is not saved."""
    before = row.zone_id
    row.zone_id = zone_of(row, settled_zone(to))
    if row.zone_id != before:
        audit.note_change("Zugriff", zone_label(before), zone_label(row.zone_id))


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_MOVED)
def move_dokument(
    actor, dokument: Dokument, *, to: Vorgang, seen_revision: int, at: datetime
) -> Dokument:
    """Move a Dokument with its Anlagen into another Vorgang; an Anlage becomes a Dokument of its own.

    Raises PermissionDenied (nothing may be filed there), Changed, NotInVorgang, SamePlace,
    VorgangClosed, GeheimnisklasseDiffers.
    """
    check_unchanged(dokument, seen_revision)
    old = dokument.vorgang
    if old is None or old.pk == to.pk:
        raise NotInVorgang if old is None else SamePlace
    klassen = (old.akte.geheimnisklasse, to.akte.geheimnisklasse)
    _check_target(actor, Permission.DOKUMENT_CREATE, to, *klassen)
    if is_closed(old) or is_closed(to):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    _tell_left(actor, Event.DOKUMENT_LEFT, old, dokument, "Dokument")
    audit.note_change("Vorgang", old.aktenzeichen, to.aktenzeichen)
    keep_number(actor, dokument, dokument.kennzeichen or old.aktenzeichen, old.pk, at)
    former, had = former_number(dokument, to.pk), dokument.kennzeichen
    take_zone(dokument, to)
    whole = dokument.parent_id
    dokument.akte_id, dokument.vorgang, dokument.parent = to.akte_id, to, None
    dokument.position = (former and former.position) or take_place(to)[0]
    if dokument.kennzeichen:
        dokument.kennzeichen = former.aktenzeichen if former else dokument_number(to, localdate(at))
        audit.note_change("Nummer", had, dokument.kennzeichen)
    dokument.revision += 1
    dokument.save()
    touch(dokument, *_take_along(dokument, whole), is_moved=True)
    settle_below(dokument, by=actor)
    return dokument


def _take_along(dokument: Dokument, whole: UUID | None) -> list[Dokument]:
    """Lay the Anlagen of a Dokument where it is now; what an Anlage holds itself becomes its Anlage."""
    rows = Dokument.objects.filter(parent=dokument)
    if whole is not None:
        rows = Dokument.objects.filter(pk__in=taken_out_of([dokument.pk]), parent=whole)
    anlagen = list(rows)
    Dokument.objects.filter(pk__in=[row.pk for row in anlagen]).update(
        akte_id=dokument.akte_id, vorgang=dokument.vorgang, parent=dokument
    )
    return anlagen


@action(Permission.DOKUMENT_CREATE, Event.DOKUMENT_COPIED, about="result", locks=False)
def copy_dokument(actor, vorgang: Vorgang, *, dokument: Dokument, at: datetime) -> Dokument:
    """File the newest Fassung of a Dokument that was read as a new one in a Vorgang.

    Raises NotInVorgang (no file), VorgangClosed, GeheimnisklasseDiffers.
    """
    check_not_restricted(actor, dokument)
    klasse = dokument.akte.geheimnisklasse if dokument.akte else ""
    _check_target(actor, Permission.DOKUMENT_CREATE, vorgang, klasse, vorgang.akte.geheimnisklasse)
    if is_closed(vorgang):
        raise VorgangClosed
    datei = dokument.fassungen.standing().first().dateien.select_related("blob").first()
    if datei is None:
        raise NothingToCopy
    values = {name: getattr(dokument, name) for name in COPIED}
    place = place_in(vorgang) | {"spur": dokument.spur}
    arrived = Arrived(Stored(datei.blob.sha256, datei.size), datei.file_name, datei.source_path)
    copy = file_new({**place, **values}, arrived, actor=actor, at=at)
    felder = sorted_felder(dokument.dokumenttyp.felder)
    write_werte(copy, felder, stored_werte(dokument), is_complete=False)
    Berichtigungsvermerk.objects.bulk_create(
        Berichtigungsvermerk(
            dokument=copy, text=row.text, created_at=row.created_at, created_by=row.created_by
        )
        for row in dokument.berichtigungen.filter(ended_at=None)
    )
    if dokument.vorgang:
        audit.note_change("Kopie aus", None, dokument.vorgang.aktenzeichen)
    return copy


COPIED = (
    "betreff",
    "dokumenttyp",
    "posteingangsdatum",
    "postausgangsdatum",
    "datum_des_schreibens",
    "fremdes_geschaeftszeichen",
    "absender",
    "empfaenger",
    "bezug",
    "bearbeiter",
    "medium",
    "vertraulichkeit",
    "bemerkung",
    "is_entwurf",
)


def _with_below(vorgang: Vorgang) -> list[Vorgang]:
    """The Vorgang and its Teilvorgänge, each after the one above it."""
    found, level = [vorgang], [vorgang]
    while level:
        level = list(Vorgang.objects.filter(parent__in=level).order_by("aktenzeichen"))
        found += level
    return found


@action(Permission.VORGANG_EDIT, Event.VORGANG_MOVED)
def move_vorgang(actor, vorgang: Vorgang, *, to: Akte, seen_revision: int, at: datetime) -> Vorgang:
    """Move a Vorgang with all it holds into another Akte; its retention is that of the Akte.

    Raises PermissionDenied (no Vorgang may be made there), Changed, SamePlace, AkteClosed,
    AkteRefused, VorgangClosed, GeheimnisklasseDiffers.
    """
    check_unchanged(vorgang, seen_revision)
    old = vorgang.akte
    if old.pk == to.pk:
        raise SamePlace
    _check_target(actor, Permission.VORGANG_CREATE, to, old.geheimnisklasse, to.geheimnisklasse)
    if is_closed(vorgang):
        raise VorgangClosed
    if is_closed(old):
        raise AkteClosed
    check_takes_vorgaenge(to)
    _tell_left(actor, Event.VORGANG_LEFT, old, vorgang, "Vorgang")
    audit.note_change("Akte", old.aktenzeichen, to.aktenzeichen)
    was_number = vorgang.aktenzeichen
    take_zone(vorgang, to)
    rows = _with_below(vorgang)
    for row in rows:
        keep_number(actor, row, row.aktenzeichen, old.pk, at)
        above = vorgang if row is not vorgang else None
        _number(row, _vorgang_number(row, to, was_number, above) or vorgang_number(to, at))
        row.akte = to
    vorgang.parent = None
    _save_all(Vorgang, rows, ["akte", "parent"])
    vorgang.save(update_fields=["zone"])
    audit.note_change("Aktenzeichen", was_number, vorgang.aktenzeichen)
    dokumente = Dokument.objects.filter(vorgang__in=rows)
    dokumente.update(akte=to)
    touch_ids("dokument", dokumente.values_list("pk", flat=True))
    settle_below(vorgang, by=actor)
    return vorgang


def _vorgang_number(row: Vorgang, to: Akte, old_number: str, above: Vorgang | None) -> str:
    """The number in the new Akte: a former one or that of the Vorgang above it; "": the next."""
    former = former_number(row, to.pk)
    if former is not None:
        return former.aktenzeichen
    if above is not None and row.aktenzeichen.startswith(old_number):
        return above.aktenzeichen + row.aktenzeichen.removeprefix(old_number)
    return ""


@action(Permission.AKTE_EDIT, Event.AKTE_MOVED)
def move_akte(actor, akte: Akte, *, to: Aktenplaneinheit, seen_revision: int, at: datetime) -> Akte:
    """Lay an Akte with all it holds under another plan unit, whose retention it takes over.

    Raises PermissionDenied (no Akte may be made there), Changed, SamePlace, TeilakteStays,
    PlaneinheitStillgelegt, AkteClosed, GeheimnisklasseDiffers.
    """
    check_unchanged(akte, seen_revision)
    old = akte.planeinheit
    if akte.parent_id is not None or old.pk == to.pk:
        raise TeilakteStays if akte.parent_id is not None else SamePlace
    if to.is_stillgelegt:
        raise PlaneinheitStillgelegt
    _check_target(actor, Permission.AKTE_CREATE, to, akte.geheimnisklasse, to.geheimnisklasse)
    if is_closed(akte):
        raise AkteClosed
    audit.note_change("Aktenplaneinheit", old, to)
    akten = [akte, *Akte.objects.filter(parent=akte)]
    vorgaenge = list(Vorgang.objects.filter(akte__in=akten))
    was_number = akte.aktenzeichen
    number = _akte_number(actor, akte, to, at)
    take_zone(akte, to)
    for row in (*akten, *vorgaenge):
        if row is not akte:
            keep_number(actor, row, row.aktenzeichen, old.pk, at)
            former_number(row, to.pk)
        _number(row, number + row.aktenzeichen.removeprefix(was_number))
    _take_retention(akten, to)
    _save_all(Akte, akten, ["planeinheit", *retention_of(to)])
    _save_all(Vorgang, vorgaenge, [])
    akte.save(update_fields=["zone"])
    audit.note_change("Aktenzeichen", was_number, akte.aktenzeichen)
    dokumente = Dokument.objects.filter(akte__in=akten)
    touch_ids("dokument", dokumente.values_list("pk", flat=True))
    settle_below(akte, by=actor)
    return akte


def renumber_akte(akte: Akte, number: str, *, actor, place, at: datetime) -> None:
    """Give an Akte and what lies in it another number; the former ones are kept at `place`."""
    former = akte.aktenzeichen
    akten = [akte, *Akte.objects.filter(parent=akte)]
    vorgaenge = list(Vorgang.objects.filter(akte__in=akten))
    for row in (*akten, *vorgaenge):
        if row.aktenzeichen.startswith(former):
            keep_number(actor, row, row.aktenzeichen, place, at)
            _number(row, number + row.aktenzeichen.removeprefix(former))
    _save_all(Akte, akten, [])
    _save_all(Vorgang, vorgaenge, [])
    touch_ids("dokument", Dokument.objects.filter(akte__in=akten).values_list("pk", flat=True))
    audit.note_change("Aktenzeichen", former, number)


def _take_retention(akten: list[Akte], to: Aktenplaneinheit) -> None:
    retention = retention_of(to)
    before, after = akten[0].retention_source, retention["retention_source"]
    audit.note_change("Aufbewahrung", before, after)
    for row in akten:
        row.planeinheit = to
        for name, value in retention.items():
            setattr(row, name, value)


def _akte_number(actor, akte: Akte, to: Aktenplaneinheit, at: datetime) -> str:
    """The number of an Akte under its new unit: a former one, or the next of unit and year.

    A provisional number stays: it is replaced when the Akte is confirmed.
    """
    if Aktenantrag.objects.undecided().filter(akte=akte, vorlaeufig=akte.aktenzeichen).exists():
        return akte.aktenzeichen
    keep_number(actor, akte, akte.aktenzeichen, akte.planeinheit_id, at)
    former = former_number(akte, to.pk)
    if former is not None:
        return former.aktenzeichen
    return akte_number(to, akte.federfuehrung, at)


def _save_all(model, rows: Iterable, more: list[str]) -> None:
    fields = ["aktenzeichen", "aktenzeichen_folded", "revision", *more]
    rows = list(rows)
    model.objects.bulk_update(rows, fields, batch_size=500)
    touch(*rows, is_moved=True)
