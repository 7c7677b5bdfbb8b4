"""Units: set up, rename, move, close; today or from a day to come."""

from datetime import date

from django.db import connection

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.events import Event
from verbundakte.organisation.hooks import einheit_closing
from verbundakte.organisation.models import (
    ALWAYS,
    Einheitsstand,
    Organisationseinheit,
    Stelle,
)
from verbundakte.organisation.permissions import Permission

PLACE = ("kennzeichen", "name", "parent")
TREE_LOCK = 20_261


class KennzeichenTaken(Refusal):
    message = "Eine Einheit mit diesem Kennzeichen gibt es schon."


class ParentBelow(Refusal):
    message = "Eine Einheit kann nicht unter sich selbst stehen."


class ParentClosed(Refusal):
    message = "Die übergeordnete Einheit besteht an diesem Tag nicht. Wählen Sie eine andere."


class EinheitHasStellen(Refusal):
    message = "Die Einheit hat noch Stellen. Heben Sie diese zuerst auf oder verlegen Sie sie."


class EinheitHasChildren(Refusal):
    message = "Unter der Einheit stehen noch andere. Verlegen oder schließen Sie diese zuerst."


class NotPlanned(Refusal):
    message = "Diese Änderung gilt schon oder wurde zurückgenommen. Laden Sie die Seite neu."


class OnlyNow(Refusal):
    message = "„Geschützter Bereich“ lässt sich nur ab heute ändern. Ändern Sie es für sich allein."


def _check_kennzeichen(kennzeichen: str, own: Organisationseinheit | None = None) -> None:
    same = Organisationseinheit.objects.filter(kennzeichen=kennzeichen, valid_to=None)
    if same.exclude(pk=own.pk if own else None).exists():
        raise KennzeichenTaken


def _check_parent(einheit: Organisationseinheit, parent: Organisationseinheit | None, on: date):
    if parent is None:
        return
    lock_tree()
    if _runs_in_a_circle(einheit, parent, on):
        raise ParentBelow
    if parent.valid_to is not None and parent.valid_to <= on:
        raise ParentClosed


def lock_tree() -> None:
    """Let changes of the tree of this town follow one another until this transaction ends.

    Two that move units below each other at the same time would both find the tree in order.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (TREE_LOCK, current_tenant()))


def _runs_in_a_circle(
    einheit: Organisationseinheit, parent: Organisationseinheit, on: date
) -> bool:
    """Tell whether a unit would stand below itself, on this day or on one that is planned."""
    units = dict(Organisationseinheit.objects.values_list("pk", "parent_id"))
    staende = list(Einheitsstand.objects.values_list("from_on", "einheit_id", "parent_id"))
    days = sorted({on, *(day for day, _, _ in staende if day > on)})
    staende = sorted([*staende, (on, einheit.pk, parent.pk)], key=lambda stand: stand[0])
    for day in days:
        above = units | {key: over for begun, key, over in staende if begun <= day}
        way, seen = above.get(einheit.pk), {einheit.pk}
        while way is not None:
            if way in seen:
                return True
            seen.add(way)
            way = above.get(way)
    return False


def _keep_first(einheit: Organisationseinheit) -> None:
    """Write down what a unit was called from the beginning, before that changes."""
    if not Einheitsstand.objects.filter(einheit=einheit).exists():
        _write_stand(einheit, einheit.valid_from or ALWAYS)


def _write_stand(einheit: Organisationseinheit, from_on: date, **values) -> Einheitsstand:
    stand, _ = Einheitsstand.objects.update_or_create(
        einheit=einheit,
        from_on=from_on,
        defaults={name: values.get(name, getattr(einheit, name)) for name in PLACE},
    )
    return stand


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_CREATED, about="result")
def create_einheit(
    actor: Actor,
    parent: Organisationseinheit | None,
    *,
    kennzeichen: str,
    name: str,
    valid_from: date | None = None,
    is_geschuetzt: bool = False,
) -> Organisationseinheit:
    """Set up a unit below `parent` (None: at the top). Raises KennzeichenTaken."""
    _check_kennzeichen(kennzeichen)
    einheit = Organisationseinheit.objects.create(
        kennzeichen=kennzeichen,
        name=name,
        parent=parent,
        valid_from=valid_from,
        is_geschuetzt=is_geschuetzt,
    )
    _write_stand(einheit, valid_from or ALWAYS)
    audit.note_change("Kennzeichen", None, kennzeichen)
    audit.note_change("Name", None, name)
    audit.note_change("Übergeordnet", None, parent)
    return einheit


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_CHANGED)
def change_einheit(
    actor: Actor,
    einheit: Organisationseinheit,
    *,
    seen: int,
    on: date | None = None,
    **values,
) -> Organisationseinheit:
    """Change kennzeichen, name, parent or is_geschuetzt from `on` on (None: from the beginning).

    For the history `on` is the first day of the new name and place.
    Raises Changed, KennzeichenTaken, ParentBelow or ParentClosed.
    """
    check_unchanged(einheit, seen)
    if "kennzeichen" in values:
        _check_kennzeichen(values["kennzeichen"], einheit)
    _check_parent(einheit, values.get("parent"), on or ALWAYS)
    place = {name: values[name] for name in PLACE if name in values}
    is_moved = any(getattr(einheit, name) != value for name, value in place.items())
    _keep_first(einheit)
    assign(einheit, values)
    if is_moved:
        _write_stand(einheit, on or einheit.valid_from or ALWAYS)
    return einheit


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_PLANNED)
def plan_einheit_change(
    actor: Actor, einheit: Organisationseinheit, *, seen: int, on: date, **values
) -> Einheitsstand:
    """Plan name, Kennzeichen or place from a day to come; until then nothing changes.

    Raises Changed, KennzeichenTaken, ParentBelow, ParentClosed, OnlyNow.
    """
    check_unchanged(einheit, seen)
    if values.pop("is_geschuetzt", einheit.is_geschuetzt) != einheit.is_geschuetzt:
        raise OnlyNow
    _check_kennzeichen(values.get("kennzeichen", einheit.kennzeichen), einheit)
    _check_parent(einheit, values.get("parent"), on)
    audit.note_change("Ab", None, on)
    for name in PLACE:
        label = str(einheit._meta.get_field(name).verbose_name)
        old, new = getattr(einheit, name), values.get(name, getattr(einheit, name))
        audit.note_change(label[:1].upper() + label[1:], old, new)
    _keep_first(einheit)
    return _write_stand(einheit, on, **values)


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_PLAN_DROPPED)
def drop_einheit_plan(
    actor: Actor, einheit: Organisationseinheit, *, stand: Einheitsstand, on: date
) -> None:
    """Take back a planned change. Raises NotPlanned when it holds already."""
    if stand.from_on <= on or not Einheitsstand.objects.filter(pk=stand.pk).exists():
        raise NotPlanned
    audit.note_change("Geplant ab", stand.from_on, None)
    audit.note_change("Geplant als", stand, None)
    stand.delete()


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_CHANGED)
def apply_einheitsstand(actor: Actor, einheit: Organisationseinheit, *, stand: Einheitsstand):
    """Let a planned change hold: its day has come (called by the work of the day)."""
    assign(einheit, {name: getattr(stand, name) for name in PLACE})


@action(Permission.EINHEIT_EDIT, Event.EINHEIT_CLOSED)
def close_einheit(actor: Actor, einheit: Organisationseinheit, *, on: date) -> Organisationseinheit:
    """Close a unit: from `on` it no longer exists.

    Raises EinheitHasStellen, EinheitHasChildren, and what rooms above refuse (it still holds files).
    """
    if Stelle.objects.filter(einheit=einheit, ended_on=None).exists():
        raise EinheitHasStellen
    if Organisationseinheit.objects.filter(parent=einheit, valid_to=None).exists():
        raise EinheitHasChildren
    einheit_closing.run(actor, einheit)
    assign(einheit, {"valid_to": on})
    return einheit
