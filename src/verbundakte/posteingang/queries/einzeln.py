"""What is known about one Eingang besides itself: its way, its twins, its proofs, where it may go."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from verbundakte.akten.queries import person_names
from verbundakte.core.db.ready import Ready
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.posteingang.models import (
    Ablage,
    Eingang,
    Eingangsfrist,
    Eingangsreferenz,
    Medienbruch,
    Pruefprotokoll,
    Zuleitung,
    Zusammenlegung,
)

MOST, MOST_PEOPLE = 100, 1000


@dataclass(frozen=True)
class Zielwahl:
    """Where something can be sent: a unit, or a person in her unit."""

    label: str
    einheit: UUID
    person: UUID | None = None


def zuleitungen_of(actor, eingang: Eingang) -> list[Zuleitung]:
    """Return where an Eingang that was read has been, the newest first, with `by_name`."""
    rows = Zuleitung.objects.filter(eingang=eingang).select_related("einheit", "person")
    found = list(rows.order_by("-at", "-pk")[:MOST])
    names = person_names({str(row.by) for row in found if row.by})
    for row in found:
        row.by_name = names.get(str(row.by), "")
    return found


def referenzen_of(actor, eingang: Eingang) -> list[Eingangsreferenz]:
    """Return the ways on which an Eingang that was read came, the first one first."""
    rows = Eingangsreferenz.objects.filter(eingang=eingang).select_related("kanal")
    return list(rows.order_by("at", "pk")[:MOST])


def ablage_of(actor, eingang: Eingang) -> Ablage | None:
    """Return where an Eingang that was read is filed now, None while it is not."""
    rows = Ablage.objects.filter(eingang=eingang, undone_at=None)
    return rows.select_related("vorgang").first()


def proofs_of(actor, eingang: Eingang) -> list[Pruefprotokoll]:
    """Return what was checked of an Eingang that was read."""
    return list(Pruefprotokoll.objects.filter(eingang=eingang).order_by("at", "pk")[:MOST])


def get_proof(actor, eingang: Eingang, key: UUID) -> Pruefprotokoll:
    """Return a proof of an Eingang that was read which has a file of its own, or 404."""
    rows = Pruefprotokoll.objects.filter(eingang=eingang, pk=key).exclude(blob=None)
    found = rows.select_related("blob").first()
    if found is None:
        raise Http404
    return found


def fristen_of(actor, eingang: Eingang) -> list[Eingangsfrist]:
    """Return the Fristen and wishes of an Eingang that was read which are not settled."""
    rows = Eingangsfrist.objects.filter(eingang=eingang, erledigt_at=None)
    return list(rows.select_related("zweite").order_by("am", "pk")[:MOST])


def get_frist(actor, eingang: Eingang, key: UUID) -> Eingangsfrist:
    """Return a Frist of an Eingang that was read, or 404."""
    found = Eingangsfrist.objects.filter(eingang=eingang, pk=key).first()
    if found is None:
        raise Http404
    return found


def merged_into(actor, eingang: Eingang) -> Zusammenlegung | None:
    """Return how an Eingang that was read became an Anlage of another one, None when it did not."""
    rows = Zusammenlegung.objects.filter(eingang=eingang, undone_at=None)
    return rows.select_related("into").first()


def medienbrueche_of(actor, eingang: Eingang) -> list[Medienbruch]:
    """Return where the way of an Eingang that was read went over paper."""
    return list(Medienbruch.objects.filter(spur=eingang.spur).order_by("at", "pk")[:MOST])


def ziele(actor) -> list[Zielwahl]:
    """Return all units and the people in them, as one can send post to them (two queries)."""
    units = {row.pk: row for row in _UNITS.all()}
    found = [Zielwahl(str(row), row.pk) for row in units.values()]
    for key, last, first, unit in _PEOPLE.all():
        if unit in units:
            found.append(Zielwahl(f"{last}, {first} ({units[unit].kennzeichen})", unit, key))
    return found


def read_ziel(actor, wahl: Zielwahl) -> tuple[Organisationseinheit, Person | None]:
    """Return the unit and the person of a choice."""
    unit = Organisationseinheit.objects.get(pk=wahl.einheit)
    return unit, Person.objects.get(pk=wahl.person) if wahl.person else None


def _units(actor):
    return Organisationseinheit.objects.filter(valid_to=None).order_by("sort_key")


def _people(actor):
    rows = Person.objects.filter(is_active=True, besetzungen__to_on=None)
    return rows.order_by("sort_key", "pk").values_list(
        "pk", "familienname", "vorname", "besetzungen__stelle__einheit"
    )[:MOST_PEOPLE]


_UNITS, _PEOPLE = Ready(_units), Ready(_people)
