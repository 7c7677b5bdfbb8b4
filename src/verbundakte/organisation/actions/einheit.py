"""Units: set up, rename, move, close."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.organisation.actor import Actor, with_all_below
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Organisationseinheit, Stelle
from verbundakte.organisation.permissions import Permission


class KennzeichenTaken(Refusal):
    message = "Eine Einheit mit diesem Kennzeichen gibt es schon."


class ParentBelow(Refusal):
    message = "Eine Einheit kann nicht unter sich selbst stehen."


class EinheitHasStellen(Refusal):
    message = "Die Einheit hat noch Stellen. Heben Sie diese zuerst auf oder verlegen Sie sie."


class EinheitHasChildren(Refusal):
    message = "Unter der Einheit stehen noch andere. Verlegen oder schließen Sie diese zuerst."


def _check_kennzeichen(kennzeichen: str, own: Organisationseinheit | None = None) -> None:
    same = Organisationseinheit.objects.filter(kennzeichen=kennzeichen, valid_to=None)
    if same.exclude(pk=own.pk if own else None).exists():
        raise KennzeichenTaken


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_CREATED, about="result")
def create_einheit(
    actor: Actor,
    parent: Organisationseinheit | None,
    *,
    kennzeichen: str,
    name: str,
    valid_from: date | None = None,
) -> Organisationseinheit:
    """Set up a unit below `parent` (None: at the top). Raises KennzeichenTaken."""
    _check_kennzeichen(kennzeichen)
    einheit = Organisationseinheit.objects.create(
        kennzeichen=kennzeichen, name=name, parent=parent, valid_from=valid_from
    )
    audit.note_change("Kennzeichen", None, kennzeichen)
    audit.note_change("Name", None, name)
    audit.note_change("Übergeordnet", None, parent)
    return einheit


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_CHANGED)
def change_einheit(
    actor: Actor, einheit: Organisationseinheit, *, seen: int, **values
) -> Organisationseinheit:
    """Change kennzeichen, name or parent. Raises Changed, KennzeichenTaken or ParentBelow."""
    check_unchanged(einheit, seen)
    if "kennzeichen" in values:
        _check_kennzeichen(values["kennzeichen"], einheit)
    parent = values.get("parent")
    if parent is not None and parent.pk in with_all_below({einheit.pk}):
        raise ParentBelow
    assign(einheit, values)
    return einheit


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_CLOSED)
def close_einheit(actor: Actor, einheit: Organisationseinheit, *, on: date) -> Organisationseinheit:
    """Close a unit: from `on` it no longer exists. Raises EinheitHasStellen, EinheitHasChildren."""
    if Stelle.objects.filter(einheit=einheit, ended_on=None).exists():
        raise EinheitHasStellen
    if Organisationseinheit.objects.filter(parent=einheit, valid_to=None).exists():
        raise EinheitHasChildren
    assign(einheit, {"valid_to": on})
    return einheit
