"""Bring an Aktenplan into a town: from the sample plan or a list of units."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial

from verbundakte.akten.events import Event
from verbundakte.akten.models import Aktenplaneinheit
from verbundakte.akten.permissions import Permission
from verbundakte.akten.samples import load_aktenplan
from verbundakte.core import audit
from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ids import uuid7
from verbundakte.core.models import Level, PrincipalKind
from verbundakte.core.search.fold import fold, sort_key
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.organisation.rules import standard_rolle_key


class AktenplanExists(Refusal):
    """A first plan is brought in once."""

    message = "Diese Kommune hat schon einen Aktenplan."


class ParentMissing(Refusal):
    """A unit names a parent that the list does not hold before it."""

    def __init__(self, kennzeichen: str, parent: str):
        super().__init__(
            f"Die Einheit {kennzeichen} gehört unter {parent}, das in der Liste davor fehlt."
        )


def zone_of_einheit(einheit: Organisationseinheit | None, registratur, geheimnisklasse: str = ""):
    """Return the default zone of a plan unit: its Sachgebiet, its Leitung and the Registratur.

    A Geheimnisklasse or a geschützter Bereich closes it to Leitung and Registratur (nobody sees
    everything).
    """
    is_closed = bool(geheimnisklasse) or (einheit is not None and einheit.is_geschuetzt)
    grants = []
    if einheit is not None:
        grants.append(Grant(PrincipalKind.EINHEIT, einheit.pk, Level.WRITE))
    if einheit is not None and not is_closed:
        grants.append(Grant(PrincipalKind.LEITUNG, einheit.pk, Level.WRITE))
    if einheit is None or not is_closed:
        grants.append(Grant(PrincipalKind.ROLLE, registratur, Level.WRITE))
    return intern_zone(grants, geheimnisklasse)


@action(Permission.AKTENPLAN_EDIT, Event.AKTENPLAN_RELEASED)
def release_aktenplan(
    actor,
    tenant_unit: Organisationseinheit,
    *,
    units: Iterable,
    responsible: Callable[[object], Organisationseinheit | None],
    registratur,
    on: date,
) -> int:
    """Make the units of a sample plan the town's Aktenplan; return how many.

    `units` as in `akten.samples`; `responsible(unit)` gives the federführende Einheit;
    `registratur` is the key of the role that sees every file that is not secret.
    Raises AktenplanExists, ParentMissing.
    """
    if Aktenplaneinheit.objects.exists():
        raise AktenplanExists
    made: dict[str, Aktenplaneinheit] = {}
    zone_of = cache(partial(zone_of_einheit, registratur=registratur))
    for unit in units:
        if unit.parent and unit.parent not in made:
            raise ParentMissing(unit.kennzeichen, unit.parent)
        einheit = responsible(unit)
        secret = unit.geheimnisklasse or ""
        made[unit.kennzeichen] = Aktenplaneinheit(
            item_id=uuid7(),
            parent=made.get(unit.parent) if unit.parent else None,
            kennzeichen=unit.kennzeichen,
            titel=unit.titel,
            titel_folded=fold(f"{unit.titel} {' '.join(unit.stichwoerter)}"),
            stichwoerter=", ".join(unit.stichwoerter),
            sort_key=sort_key(unit.kennzeichen)[:200],
            aufbewahrungsdauer=unit.aufbewahrungsdauer,
            begruendung=unit.begruendung or "",
            aussonderungsart=unit.aussonderungsart,
            geheimnisklasse=secret,
            federfuehrung=einheit,
            zone=zone_of(einheit, geheimnisklasse=secret),
            valid_from=on,
        )
    Aktenplaneinheit.objects.bulk_create(made.values())
    audit.note_change("Einheiten", None, len(made))
    return len(made)


def release_sample_plan(actor, first: Organisationseinheit, *, on: date) -> int:
    """Make the neutral sample plan the Aktenplan of a new town, led by its first unit."""
    return release_aktenplan(
        actor,
        first,
        units=load_aktenplan(),
        responsible=lambda unit: first,
        registratur=standard_rolle_key("registratur"),
        on=on,
    )
