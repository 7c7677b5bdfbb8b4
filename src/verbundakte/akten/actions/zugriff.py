"""Who may see an Akte or a Vorgang: inherit, add persons, or only those named (praxis 3)."""

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.access.zones import Grant, grants_of, intern_zone
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Level, PrincipalKind, Zone
from verbundakte.core.search.outbox import touch, touch_ids
from verbundakte.organisation.access import zone_label

AT_ONCE = 20_000


class Choice(StrEnum):
    """The three choices a clerk sees."""

    SACHGEBIET = "sachgebiet"
    PLUS = "plus"
    NUR = "nur"


class NobodyLeft(Refusal):
    """A file that nobody may edit would be lost."""

    message = "So könnte niemand mehr daran arbeiten. Nennen Sie mindestens eine Person."


class OneselfLeftOut(Refusal):
    """Locking oneself out by mistake."""

    message = "Sie nehmen sich damit selbst den Zugriff. Nennen Sie auch sich."


class TooMany(Refusal):
    """Larger changes run as a job of a later version."""

    message = "Das betrifft mehr als 20.000 Dokumente. Ändern Sie den Zugriff je Vorgang."


def zone_for(base_zone_id: int, choice: Choice, persons: Iterable[UUID]) -> Zone:
    """Return the zone for a choice over the inherited zone `base_zone_id`."""
    named = [Grant(PrincipalKind.PERSON, person, Level.WRITE) for person in persons]
    inherited = grants_of(base_zone_id) if choice != Choice.NUR else []
    klasse = Zone.objects.values_list("geheimnisklasse", flat=True).get(pk=base_zone_id)
    return intern_zone([*inherited, *named], klasse)


def _check(actor, choice: Choice, persons: list[UUID]) -> None:
    if choice == Choice.NUR and not persons:
        raise NobodyLeft
    if choice == Choice.NUR and actor.kind == "person" and actor.person_id not in persons:
        raise OneselfLeftOut


def _move(subject, rows, zone: Zone, old_zone: int) -> None:
    """Re-point the objects below that still stood in the old zone."""
    ids = list(rows.filter(zone_id=old_zone).values_list("pk", flat=True)[: AT_ONCE + 1])
    if len(ids) > AT_ONCE:
        raise TooMany
    rows.filter(pk__in=ids).update(zone=zone)
    touch_ids(rows.model._meta.model_name, ids)


def _apply(subject, zone: Zone) -> int:
    old = subject.zone_id
    audit.note_change("Zugriff", zone_label(old), zone_label(zone.pk))
    subject.zone = zone
    subject.revision += 1
    subject.save(update_fields=["zone", "revision"])
    touch(subject)
    return old


@action(Permission.ZUGRIFF_EDIT, Event.ZUGRIFF_CHANGED)
def change_vorgang_zugriff(
    actor, vorgang: Vorgang, *, choice: Choice, persons: list[UUID]
) -> Vorgang:
    """Set who may see a Vorgang and its Dokumente. Raises NobodyLeft, OneselfLeftOut, TooMany."""
    _check(actor, choice, persons)
    zone = zone_for(vorgang.akte.zone_id, choice, persons)
    if zone.pk != vorgang.zone_id:
        old = _apply(vorgang, zone)
        _move(vorgang, Dokument.objects.filter(vorgang=vorgang), zone, old)
    return vorgang


@action(Permission.ZUGRIFF_EDIT, Event.ZUGRIFF_CHANGED)
def change_akte_zugriff(actor, akte: Akte, *, choice: Choice, persons: list[UUID]) -> Akte:
    """Set who may see an Akte, its Vorgänge and Dokumente (those that have not been narrowed)."""
    _check(actor, choice, persons)
    zone = zone_for(akte.planeinheit.zone_id, choice, persons)
    if zone.pk != akte.zone_id:
        old = _apply(akte, zone)
        _move(akte, Vorgang.objects.filter(akte=akte), zone, old)
        _move(akte, Dokument.objects.filter(akte=akte), zone, old)
    return akte
