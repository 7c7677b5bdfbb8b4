"""Stellen: set up, change, occupy, vacate, end."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.permissions import Permission


class AlreadyOccupied(Refusal):
    message = "Die Person hat diese Stelle schon."


class StelleOccupied(Refusal):
    message = "Die Stelle ist noch besetzt. Beenden Sie zuerst die Besetzung."


@action(Permission.EINHEIT_EDIT, Event.STELLE_CREATED, about="result")
def create_stelle(
    actor: Actor,
    einheit: Organisationseinheit,
    *,
    bezeichnung: str,
    is_leitung: bool = False,
    kennung: str | None = None,
) -> Stelle:
    """Set up a Stelle in a unit; `kennung` is its lasting name in another system."""
    stelle = Stelle.objects.create(
        einheit=einheit, bezeichnung=bezeichnung, is_leitung=is_leitung, kennung=kennung
    )
    audit.note_change("Organisationseinheit", None, einheit)
    audit.note_change("Bezeichnung", None, bezeichnung)
    audit.note_change("Leitet die Einheit", None, is_leitung)
    return stelle


@action(Permission.EINHEIT_EDIT, Event.STELLE_CHANGED)
def change_stelle(actor: Actor, stelle: Stelle, *, seen: int, **values) -> Stelle:
    """Change bezeichnung, is_leitung or einheit. Raises Changed."""
    check_unchanged(stelle, seen)
    assign(stelle, values)
    return stelle


@action(Permission.EINHEIT_EDIT, Event.STELLE_ENDED)
def end_stelle(actor: Actor, stelle: Stelle, *, on: date) -> Stelle:
    """End a Stelle nobody occupies. Raises StelleOccupied."""
    if Stellenbesetzung.objects.filter(stelle=stelle).valid_on(on).exists():
        raise StelleOccupied
    assign(stelle, {"ended_on": on})
    return stelle


@action(Permission.STELLE_OCCUPY, Event.STELLE_OCCUPIED)
def occupy_stelle(
    actor: Actor, stelle: Stelle, *, person: Person, from_on: date
) -> Stellenbesetzung:
    """Let a person occupy a Stelle from a day on. Raises AlreadyOccupied."""
    mine = Stellenbesetzung.objects.filter(stelle=stelle, person=person)
    if mine.filter(to_on=None).exists() or mine.valid_on(from_on).exists():
        raise AlreadyOccupied
    besetzung = Stellenbesetzung.objects.create(stelle=stelle, person=person, from_on=from_on)
    audit.note_change("Besetzt mit", None, person)
    audit.note_change("Ab", None, from_on)
    return besetzung


@action(Permission.STELLE_OCCUPY, Event.STELLE_VACATED)
def vacate_stelle(actor: Actor, stelle: Stelle, *, person: Person, on: date) -> None:
    """End how a person occupies a Stelle: `on` is the first day without it."""
    for besetzung in Stellenbesetzung.objects.filter(stelle=stelle, person=person, to_on=None):
        besetzung.to_on = max(on, besetzung.from_on)
        besetzung.save(update_fields=["to_on"])
        audit.note_change("Besetzt mit", person, None)
        audit.note_change("Endet am", None, besetzung.to_on)
