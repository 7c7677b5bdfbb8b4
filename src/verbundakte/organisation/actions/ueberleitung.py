"""Reorganisation: what a unit has goes to another one, wholly (it closes) or in part."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign
from verbundakte.core.registry import registry
from verbundakte.organisation.actions.einheit import change_einheit
from verbundakte.organisation.actor import Actor, with_all_below
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Nachfolge, Organisationseinheit, Stelle
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
    message = "Wählen Sie mindestens eine Stelle, oder leiten Sie die ganze Einheit über."


def _check(einheit: Organisationseinheit, into: Organisationseinheit, on: date) -> None:
    if into.pk in with_all_below({einheit.pk}):
        raise UeberleitungToItself
    if any(unit.valid_to is not None and unit.valid_to <= on for unit in (einheit, into)):
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
    on: date,
) -> Organisationseinheit:
    """Move some Stellen of a unit to another one; only their holders keep reaching its files.

    Raises NothingToMove and what `merge_einheit` raises.
    """
    _check(einheit, into, on)
    moved = [stelle for stelle in stellen if stelle.einheit_id == einheit.pk]
    if not moved:
        raise NothingToMove
    _move_stellen(moved, into)
    audit.note_change("Stellen gehen über in", None, into)
    return into
