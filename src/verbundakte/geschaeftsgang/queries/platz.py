"""Where steps lie: the desks at which a person works, and what she may do with a step there."""

from datetime import date
from uuid import UUID

from verbundakte.core.models import PrincipalKind
from verbundakte.geschaeftsgang.models import Schritt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.models import Stellenbesetzung


def _ids(actor, kind: PrincipalKind) -> set[UUID]:
    return {key for found, key in actor.principals if found == kind}


def desks_of(actor, *, on: date) -> set[UUID]:
    """Return the desks of a person: herself, her Stellen, her units; in Vertretung those of the
    person she stands in for, without geschützte Bereiche. One query; nothing for a program."""
    person = getattr(actor, "works_for", None)
    if person is None:
        return set()
    rows = Stellenbesetzung.objects.valid_on(on).filter(person=person)
    posts = rows.filter(stelle__einheit_id__in=actor.einheiten).values_list("stelle_id", flat=True)
    return {person, *posts, *_ids(actor, PrincipalKind.EINHEIT)}


def lies_with(actor, schritt: Schritt, *, on: date) -> bool:
    """Tell whether an open step lies on a desk of the actor."""
    return schritt.platz in desks_of(actor, on=on)


def _units_of(schritt: Schritt, *, on: date) -> set[UUID]:
    """Return the units in whose care an addressee works (one query for a person)."""
    if schritt.einheit_id:
        return {schritt.einheit_id}
    if schritt.stelle_id:
        return {schritt.stelle.einheit_id}
    rows = Stellenbesetzung.objects.valid_on(on).filter(person_id=schritt.platz)
    return set(rows.values_list("stelle__einheit_id", flat=True))


def may_take(actor, schritt: Schritt, *, on: date) -> bool:
    """Tell whether the actor leads the unit of the addressee and may act in her place."""
    led = _ids(actor, PrincipalKind.LEITUNG)
    return (
        Permission.SCHRITT_TAKE in actor.permissions
        and bool(led)
        and bool(led & _units_of(schritt, on=on))
    )


def may_steer(actor, verfuegung) -> bool:
    """Tell whether the actor may change a Verfügung: who drew it up, or who works on the Vorgang."""
    if Permission.VERFUEGUNG_EDIT not in actor.permissions:
        return False
    if verfuegung.urheber_id and getattr(actor, "works_for", None) == verfuegung.urheber_id:
        return True
    return actor.zones_write is None or verfuegung.vorgang.zone_id in actor.zones_write


def reads(actor, verfuegung) -> bool:
    """Tell whether the actor may read what a Verfügung is about."""
    zones = actor.zones_read
    if zones is None:
        return True
    dokument = verfuegung.dokument
    return verfuegung.vorgang.zone_id in zones and (dokument is None or dokument.zone_id in zones)
