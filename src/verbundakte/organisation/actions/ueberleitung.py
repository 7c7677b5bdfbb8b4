"""Reorganisation: what a unit has goes to another one, wholly (it closes) or in part, on a day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign
from verbundakte.core.registry import registry
from verbundakte.organisation.actions.einheit import change_einheit
from verbundakte.organisation.actor import Actor, with_all_below
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Nachfolge, Organisationseinheit, Stelle, Ueberleitung
from verbundakte.organisation.permissions import Permission


class UeberleitungToItself(Refusal):
    message = "Eine Einheit kann nicht in sich selbst oder in eine unter ihr übergehen."


class UeberleitungClosed(Refusal):
    message = "Beide Einheiten müssen an diesem Tag bestehen. Wählen Sie eine andere."


class UeberleitungGuarded(Refusal):
    message = (
        "Ein geschützter Bereich geht nur in einen geschützten Bereich über, und nichts anderes"
        " in ihn."
    )


class NothingToMove(Refusal):
    message = (
        "Wählen Sie mindestens eine Stelle oder einen Teil der Akten, oder leiten Sie die ganze"
        " Einheit über."
    )


class UeberleitungPlanned(Refusal):
    message = (
        "Für diese Einheit ist schon geplant, dass sie ganz übergeht. Nehmen Sie das zuerst zurück."
    )


class UeberleitungDone(Refusal):
    message = "Diese Überleitung ist schon ausgeführt. Laden Sie die Seite neu."


class UeberleitungTooEarly(Refusal):
    message = "Der Tag der Überleitung ist noch nicht gekommen. Sie geschieht an ihm von selbst."


@dataclass(frozen=True)
class Share:
    """What of a unit goes over: all of it, or some Stellen and parts of what it leads."""

    is_whole: bool = True
    stellen: tuple[Stelle, ...] = ()
    parts: tuple[str, ...] = ()


def _check(einheit: Organisationseinheit, into: Organisationseinheit, on: date) -> None:
    if into.pk in with_all_below({einheit.pk}):
        raise UeberleitungToItself
    if any(
        (unit.valid_to and unit.valid_to <= on) or (unit.valid_from and unit.valid_from > on)
        for unit in (einheit, into)
    ):
        raise UeberleitungClosed
    if einheit.is_geschuetzt != into.is_geschuetzt:
        raise UeberleitungGuarded


def _follow(einheit: Organisationseinheit, into: Organisationseinheit, on: date) -> None:
    """Write that `into` follows the unit and all those the unit itself followed."""
    earlier = Nachfolge.objects.filter(nachher=einheit).exclude(vorher=into)
    for key in {einheit.pk, *earlier.values_list("vorher_id", flat=True)}:
        Nachfolge.objects.get_or_create(vorher_id=key, nachher=into, defaults={"from_on": on})


def _move_stellen(stellen: list[Stelle], into: Organisationseinheit) -> None:
    for stelle in stellen:
        stelle.earlier_einheiten = [*stelle.earlier_einheiten, stelle.einheit_id]
        stelle.einheit = into
        stelle.revision += 1
        stelle.save(update_fields=["einheit", "earlier_einheiten", "revision"])
        audit.note_change("Stelle", stelle.bezeichnung, f"{stelle.bezeichnung} in {into}")


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_MERGED)
def merge_einheit(
    actor: Actor, einheit: Organisationseinheit, *, into: Organisationseinheit, on: date
) -> Organisationseinheit:
    """Let a unit go over into another: Stellen and units below move, it closes, files follow.

    Who works in the other one reaches at once what the closed one led, but its secrets only on a
    Stelle that comes from there; a job of each room then gives the files their new Federführung.
    History keeps the old name.
    Raises UeberleitungToItself, UeberleitungClosed, UeberleitungGuarded.
    """
    _check(einheit, into, on)
    _follow(einheit, into, on)
    _move_stellen(list(Stelle.objects.filter(einheit=einheit, ended_on=None)), into)
    for child in Organisationseinheit.objects.filter(parent=einheit, valid_to=None):
        change_einheit(actor, child, seen=child.revision, on=on, parent=into)
    for source in registry.holdings.values():
        if count := source.count(einheit.pk):
            source.start(actor, einheit, into)
            audit.note_change(source.label, f"{count} bei {einheit}", f"an {into}")
    audit.note_change("Geht über in", None, into)
    assign(einheit, {"valid_to": on})
    return einheit


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_SPLIT)
def split_einheit(
    actor: Actor,
    einheit: Organisationseinheit,
    *,
    into: Organisationseinheit,
    stellen: list[Stelle],
    parts: tuple[str, ...] = (),
    on: date,
) -> Organisationseinheit:
    """Move some Stellen of a unit, and parts of what it leads, to another one.

    The holders of the Stellen keep reaching what stays; what goes is reached by the staff of the
    other unit instead of the old one. Raises NothingToMove and what `merge_einheit` raises.
    """
    _check(einheit, into, on)
    moved = [stelle for stelle in stellen if stelle.einheit_id == einheit.pk]
    if not (moved or parts):
        raise NothingToMove
    _move_stellen(moved, into)
    audit.note_change("Geht über in", None, into)
    for source in registry.holdings.values():
        chosen = [part for part in source.parts(einheit.pk) if part.key in parts] if parts else []
        for part in chosen:
            audit.note_change(part.label, f"{part.count} bei {einheit}", f"an {into}")
        if chosen:
            source.start_parts(actor, einheit, into, [part.key for part in chosen])
    return into


@action(Permission.EINHEIT_EDIT, Event.UEBERLEITUNG_PLANNED, about="result")
def plan_ueberleitung(
    actor: Actor,
    einheit: Organisationseinheit,
    *,
    into: Organisationseinheit,
    share: Share,
    on: date,
) -> Ueberleitung:
    """Plan what goes over into another unit on a day; until then nothing changes.

    Raises UeberleitungPlanned and what `merge_einheit` and `split_einheit` raise.
    """
    _check(einheit, into, on)
    if Ueberleitung.objects.filter(einheit=einheit, is_whole=True, done_at=None).exists():
        raise UeberleitungPlanned
    if not share.is_whole and not (share.stellen or share.parts):
        raise NothingToMove
    audit.note_change("Geht über in", None, into)
    audit.note_change("Ab", None, on)
    return Ueberleitung.objects.create(
        einheit=einheit,
        into=into,
        from_on=on,
        is_whole=share.is_whole,
        stellen=[] if share.is_whole else [stelle.pk for stelle in share.stellen],
        parts=[] if share.is_whole else list(share.parts),
        created_by=getattr(actor, "person_id", None),
    )


@action(Permission.EINHEIT_EDIT, Event.UEBERLEITUNG_DROPPED)
def drop_ueberleitung(actor: Actor, einheit: Organisationseinheit, *, planned: Ueberleitung):
    """Take back a planned Ueberleitung. Raises UeberleitungDone."""
    if Ueberleitung.objects.select_for_update().filter(pk=planned.pk, done_at=None).first() is None:
        raise UeberleitungDone
    audit.note_change("Geht über in", planned.into, None)
    audit.note_change("Ab", planned.from_on, None)
    planned.delete()


def carry_out(actor: Actor, planned: Ueberleitung, *, on: date, at: datetime) -> None:
    """Do what was planned, once its day has come.

    Raises UeberleitungDone, UeberleitungTooEarly and what `merge_einheit`, `split_einheit` raise.
    """
    with transaction.atomic():
        rows = Ueberleitung.objects.select_for_update(of=("self",), no_key=True)
        row = rows.select_related("einheit", "into").filter(pk=planned.pk, done_at=None).first()
        if row is None:
            raise UeberleitungDone
        if row.from_on > on:
            raise UeberleitungTooEarly
        if row.is_whole:
            merge_einheit(actor, row.einheit, into=row.into, on=on)
        else:
            stellen = list(Stelle.objects.filter(pk__in=row.stellen, ended_on=None))
            parts = tuple(row.parts)
            split_einheit(actor, row.einheit, into=row.into, stellen=stellen, parts=parts, on=on)
        row.done_at, row.problem = at, ""
        row.save(update_fields=["done_at", "problem"])


def note_problem(planned: Ueberleitung, refusal: Refusal) -> None:
    """Keep why something planned could not be done on its day; nothing was done."""
    Ueberleitung.objects.filter(pk=planned.pk).update(problem=refusal.message[:500])
