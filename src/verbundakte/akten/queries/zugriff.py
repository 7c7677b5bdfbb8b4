"""Who may see an Akte, a Vorgang or a Dokument, as the page shows it."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.actions.zonen import above
from verbundakte.akten.actions.zugriff import rule_of, subject_field
from verbundakte.akten.models import Akte, Aktenplaneinheit, Ausschluss, Choice, Dokument, Vorgang
from verbundakte.akten.queries.objects import get_akte, get_vorgang
from verbundakte.organisation.access import access_line
from verbundakte.organisation.models import Person

__all__ = [
    "Zugriff",
    "access_line",
    "ausschluesse",
    "find_person",
    "get_ausschluss",
    "persons_to_name",
    "zugriff_of",
]


@dataclass(frozen=True)
class Zugriff:
    """The choice in force, the persons it names, and from where the rest is inherited."""

    choice: Choice
    persons: list[UUID] = field(default_factory=list)
    inherited_from: str = ""


def _where(upper) -> str:
    if upper is None:
        return "der federführenden Einheit"
    if isinstance(upper, Aktenplaneinheit):
        return f"Aktenplaneinheit {upper.kennzeichen}"
    if isinstance(upper, Dokument):
        return f"Dokument {upper.betreff}"
    return f"{upper._meta.object_name} {upper.aktenzeichen}"


def zugriff_of(actor, subject: Akte | Vorgang | Dokument) -> Zugriff:
    """Return which of the three choices is in force."""
    rule, where = rule_of(subject), _where(above(subject))
    if rule is None:
        return Zugriff(Choice.SACHGEBIET, [], where)
    return Zugriff(Choice(rule.choice), rule.persons, where)


def ausschluesse(actor, subject: Akte | Vorgang | Dokument) -> list[Ausschluss]:
    """Return who is shut out of an object that the actor may see, by name, here and from above."""
    found: list[Ausschluss] = []
    while isinstance(subject, Akte | Vorgang | Dokument):
        if not isinstance(subject, Dokument):
            about = {subject_field(subject): subject}
            rows = Ausschluss.objects.filter(ended_at=None, **about).select_related("person")
            found += rows.order_by("person__sort_key")
        subject = above(subject)
    return found


def get_ausschluss(actor, key: UUID) -> Ausschluss:
    """Return an exclusion of an object the actor may see, or 404."""
    row = Ausschluss.objects.filter(pk=key).select_related("person").first()
    if row is None:
        raise Http404
    row.akte = get_akte(actor, row.akte_id) if row.akte_id else None
    row.vorgang = get_vorgang(actor, row.vorgang_id) if row.vorgang_id else None
    return row


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
