"""Who may see an Akte or a Vorgang, as the page shows it."""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q

from verbundakte.akten.actions.zugriff import Choice
from verbundakte.akten.models import Akte, Vorgang
from verbundakte.core.access.zones import grants_of
from verbundakte.core.models import PrincipalKind
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.access import zone_label
from verbundakte.organisation.models import Person

LABEL_SECONDS = 60


@dataclass(frozen=True)
class Zugriff:
    """The choice in force, the persons it names, and from where the rest is inherited."""

    choice: Choice
    persons: list[UUID]
    inherited_from: str


def access_line(zone_id: int) -> str:
    """Return "Bauordnung (11 Personen)"; the count may be a minute old."""
    key = f"zone-label:{current_tenant()}:{zone_id}"
    label = cache.get(key)
    if label is None:
        label = zone_label(zone_id)
        cache.set(key, label, LABEL_SECONDS)
    return label


def base_zone_of(subject: Akte | Vorgang) -> int:
    """Return the zone an object inherits: of the plan unit, or of its Akte."""
    return subject.akte.zone_id if isinstance(subject, Vorgang) else subject.planeinheit.zone_id


def zugriff_of(actor, subject: Akte | Vorgang) -> Zugriff:
    """Return which of the three choices is in force."""
    base = base_zone_of(subject)
    where = (
        f"Akte {subject.akte.aktenzeichen}"
        if isinstance(subject, Vorgang)
        else f"Aktenplaneinheit {subject.planeinheit.kennzeichen}"
    )
    if base == subject.zone_id:
        return Zugriff(Choice.SACHGEBIET, [], where)
    grants, inherited = set(grants_of(subject.zone_id)), set(grants_of(base))
    is_plus = inherited <= grants
    named = grants - inherited if is_plus else grants
    persons = [grant.id for grant in named if grant.kind == PrincipalKind.PERSON]
    return Zugriff(Choice.PLUS if is_plus else Choice.NUR, persons, where)


def persons_to_name(actor) -> list[Person]:
    """Return everybody who works here, by name, for naming them in an access."""
    return list(Person.objects.active().order_by("sort_key", "pk"))


def find_person(actor, text: str) -> Person | None:
    """Return the one person whose full name this is (as the proposals write it), or None."""
    words = text.replace(",", " ").split()
    if not words:
        return None
    rows = Person.objects.active()
    for word in words:
        rows = rows.filter(
            Q(vorname__iexact=word)
            | Q(familienname__iexact=word)
            | Q(vorname__icontains=word)
            | Q(familienname__icontains=word)
            | Q(titel__icontains=word)
        )
    found = [person for person in rows[:20] if person.name.casefold() == text.strip().casefold()]
    few = found or list(rows[:2])
    return few[0] if len(few) == 1 else None
