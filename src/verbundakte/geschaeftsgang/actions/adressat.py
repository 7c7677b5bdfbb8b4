"""Whom a step is addressed to: exactly one, reachable now, or a role that becomes one later."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from verbundakte.akten.models import Vorgang
from verbundakte.core.actions import Refusal
from verbundakte.geschaeftsgang.models import Rollenname, Schritt, Verfuegung
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Stelle,
    Stellenbesetzung,
    Vertretung,
    present_einheit,
)


class NobodyThere(Refusal):
    """A step to somebody who cannot act; the message says to whom instead."""


@dataclass(frozen=True)
class Ziel:
    """An addressee: exactly one of these is given."""

    person: Person | None = None
    stelle: Stelle | None = None
    einheit: Organisationseinheit | None = None
    aussen: str = ""
    rolle: str = ""

    def fields(self) -> dict:
        """Return the columns of a Schritt."""
        return {
            "person": self.person,
            "stelle": self.stelle,
            "einheit": self.einheit,
            "aussen": self.aussen,
            "rolle": self.rolle,
        }

    @property
    def count(self) -> int:
        """Return how many addressees are named; it must be one."""
        named = (self.person, self.stelle, self.einheit, self.aussen, self.rolle)
        return sum(1 for one in named if one)


def occupants(*, on: date, **where) -> list[Person]:
    """Return the active persons on some Stellen (`stelle=`, or `stelle__einheit=`), by name."""
    rows = Person.objects.active(on).filter(
        pk__in=Stellenbesetzung.objects.valid_on(on).filter(**where).values("person")
    )
    return list(rows.order_by("sort_key", "pk"))


def leitung_of(einheit: Organisationseinheit | None, *, on: date) -> Stelle | None:
    """Return the occupied Stelle that leads a unit, or the next one above it."""
    seen: set[UUID] = set()
    while einheit is not None and einheit.pk not in seen:
        seen.add(einheit.pk)
        for stelle in Stelle.objects.filter(
            einheit=einheit, is_leitung=True, ended_on=None
        ).select_related("einheit"):
            if occupants(on=on, stelle=stelle):
                return stelle
        einheit = einheit.parent
    return None


def _instead(einheit: Organisationseinheit | None, *, on: date) -> str:
    stelle = leitung_of(einheit, on=on)
    if stelle is None:
        return "Wählen Sie eine andere Person, Stelle oder Einheit."
    names = ", ".join(person.name for person in occupants(on=on, stelle=stelle)[:2])
    return f"Geben Sie ihn an {stelle.bezeichnung} ({names})."


def check_reachable(ziel: Ziel, *, on: date) -> None:
    """Raise NobodyThere where nobody would see the step, with whom instead."""
    if ziel.person is not None:
        _check_person(ziel.person, on)
    elif ziel.stelle is not None and not occupants(on=on, stelle=ziel.stelle):
        raise NobodyThere(
            f"Die Stelle „{ziel.stelle.bezeichnung}“ ist nicht besetzt."
            f" {_instead(ziel.stelle.einheit, on=on)}"
        )
    elif ziel.einheit is not None and not occupants(on=on, stelle__einheit=ziel.einheit):
        later = present_einheit(ziel.einheit, on)
        if later != ziel.einheit:
            raise NobodyThere(f"{ziel.einheit} gibt es nicht mehr. Geben Sie ihn an {later}.")
        raise NobodyThere(
            f"In {ziel.einheit} arbeitet niemand. {_instead(ziel.einheit.parent, on=on)}"
        )


def last_unit(person: Person | None) -> Organisationseinheit | None:
    """Return where somebody works or worked last."""
    last = Stellenbesetzung.objects.filter(person=person).select_related("stelle__einheit")
    post = last.order_by("-from_on", "pk").first()
    return post.stelle.einheit if post else None


def _check_person(person: Person, on: date) -> None:
    if Person.objects.active(on).filter(pk=person.pk).exists():
        return
    standing_in = Vertretung.objects.valid_on(on).filter(person=person, vertreter__is_active=True)
    found = standing_in.select_related("vertreter").order_by("pk").first()
    if found is not None:
        instead = f"Geben Sie ihn an die Vertretung, {found.vertreter.name}."
    else:
        instead = _instead(last_unit(person), on=on)
    raise NobodyThere(f"{person.name} arbeitet nicht mehr hier. {instead}")


def resolve(rolle: str, verfuegung: Verfuegung, *, on: date) -> Ziel | None:
    """Return who a role is now, None where nobody is."""
    vorgang: Vorgang = verfuegung.vorgang
    if rolle == Rollenname.VERFASSER:
        return Ziel(person=verfuegung.urheber) if verfuegung.urheber else None
    if rolle == Rollenname.SACHBEARBEITUNG:
        person = vorgang.sachbearbeitung or verfuegung.urheber
        return Ziel(person=person) if person else None
    if rolle == Rollenname.FEDERFUEHRUNG:
        return Ziel(einheit=present_einheit(vorgang.federfuehrung, on))
    stelle = leitung_of(_unit_for(rolle, verfuegung, on), on=on)
    return Ziel(stelle=stelle) if stelle else None


def _unit_for(rolle: str, verfuegung: Verfuegung, on: date) -> Organisationseinheit | None:
    """Return the unit whose Leitung a role means; whoever leads it herself goes one up."""
    unit = present_einheit(verfuegung.vorgang.federfuehrung, on)
    if rolle == Rollenname.AMTSLEITUNG:
        return unit.parent or unit
    if rolle != Rollenname.VORGESETZTE or verfuegung.urheber_id is None:
        return unit
    rows = Stellenbesetzung.objects.valid_on(on).filter(person=verfuegung.urheber_id)
    post = rows.select_related("stelle__einheit").order_by("-stelle__is_leitung", "pk").first()
    if post is None:
        return unit
    return post.stelle.einheit.parent if post.stelle.is_leitung else post.stelle.einheit


def _head_desk(schritt: Schritt, on: date) -> UUID | None:
    """Return the Stelle of the head of an addressee, or of the Vorgang, who may read what it is about."""
    verfuegung = schritt.verfuegung
    unit = schritt.einheit or (schritt.stelle.einheit if schritt.stelle else None)
    zones = {one.zone_id for one in (verfuegung.vorgang, verfuegung.dokument) if one is not None}
    for where in (unit or last_unit(schritt.person), verfuegung.vorgang.federfuehrung):
        stelle = leitung_of(where, on=on)
        heads = occupants(on=on, stelle=stelle) if stelle else []
        if any((head := load_actor(one.pk, on=on)) and zones <= head.zones_read for one in heads):
            return stelle.pk
    return None


def desk_for(schritt: Schritt, *, on: date) -> UUID | None:
    """Return on whose desk a step lies: its addressee's; what nobody would see with the head there, if
    she reads the Vorgang; else, and what an outside authority answers, with who drew it up."""
    urheber = schritt.verfuegung.urheber_id
    ziel = Ziel(schritt.person, schritt.stelle, schritt.einheit)
    if not ziel.count:
        return urheber
    try:
        check_reachable(ziel, on=on)
    except NobodyThere:
        return (
            _head_desk(schritt, on)
            or urheber
            or schritt.person_id
            or schritt.stelle_id
            or schritt.einheit_id
        )
    return schritt.person_id or schritt.stelle_id or schritt.einheit_id
