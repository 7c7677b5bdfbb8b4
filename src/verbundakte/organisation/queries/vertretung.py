"""Reading Vertretungen: one's own, those of the people one leads, all for whoever looks after them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import Http404

from verbundakte.core.models import PrincipalKind
from verbundakte.organisation.actor import Actor, leads
from verbundakte.organisation.models import Person, Stellenbesetzung, Vertretung
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.queries.organisation import persons

MOST_PAST = 20
MOST_OTHERS = 200


@dataclass(frozen=True)
class VertretungPage:
    """What concerns one person, and what she looks after for others."""

    of_me: list[Vertretung]
    by_me: list[Vertretung]
    of_others: list[Vertretung]


def _rows() -> QuerySet[Vertretung]:
    rows = Vertretung.objects.select_related("person", "vertreter")
    return rows.order_by(F("to_on").desc(nulls_first=True), "-from_on", "pk")


def may_plan_vertretung(actor: Actor, person: Person, *, on: date) -> bool:
    """Tell whether the actor may plan who stands in for this person."""
    if actor.on_behalf_of or not person.is_active:
        return False
    if not actor.may(Permission.VERTRETUNG_PLAN, person):
        return False
    is_own = str(actor.id) == str(person.pk)
    return is_own or actor.may(Permission.VERTRETUNG_EDIT, person) or leads(actor, person, on)


def require_vertretung_plan(actor: Actor, person: Person, *, on: date) -> None:
    """Raise Http404 unless the actor may plan who stands in for this person."""
    if not may_plan_vertretung(actor, person, on=on):
        raise Http404


def vertreter_for(actor: Actor, person: Person) -> QuerySet[Person]:
    """Return whom one may choose to stand in for a person, by name."""
    return persons(actor).exclude(pk=person.pk)


def persons_led(actor: Actor, *, on: date) -> QuerySet[Person]:
    """Return for whom the actor may note an absence besides herself: who works in the units she leads,
    everybody for who looks after all Vertretungen."""
    if actor.on_behalf_of or not actor.may(Permission.VERTRETUNG_PLAN, None):
        return Person.objects.none()
    rows = persons(actor).exclude(pk=actor.person_id)
    if actor.may(Permission.VERTRETUNG_EDIT, None):
        return rows
    led = [key for kind, key in actor.principals if kind == PrincipalKind.LEITUNG]
    held = Stellenbesetzung.objects.valid_on(on).filter(stelle__einheit__in=led)
    return rows.filter(pk__in=held.values("person"))


def may_note_absence(actor: Actor) -> bool:
    """Tell whether the actor notes that others are away (no query)."""
    if actor.on_behalf_of or not actor.may(Permission.VERTRETUNG_PLAN, None):
        return False
    leads_any = any(kind == PrincipalKind.LEITUNG for kind, _ in actor.principals)
    return leads_any or actor.may(Permission.VERTRETUNG_EDIT, None)


def vertretungen_of(actor: Actor, person: Person, *, on: date) -> list[Vertretung]:
    """Return who stands in for a person now or later; everybody who works here may know."""
    if not actor.may(Permission.PERSON_READ, person):
        return []
    return list(_rows().filter(person=person).not_over(on))


def _others(actor: Actor, on: date) -> list[Vertretung]:
    rows = _rows().not_over(on).exclude(person=actor.person_id).exclude(vertreter=actor.person_id)
    if not actor.may(Permission.VERTRETUNG_EDIT, None):
        led = [key for kind, key in actor.principals if kind == PrincipalKind.LEITUNG]
        if not led:
            return []
        mine = Stellenbesetzung.objects.valid_on(on).filter(stelle__einheit__in=led)
        rows = rows.filter(person__in=mine.values("person"))
    return list(rows[:MOST_OTHERS])


def vertretungen(actor: Actor, *, on: date) -> VertretungPage:
    """Return the Vertretungen that concern the actor (past ones too) and those she looks after.

    Three queries. Raises Http404 for whoever is no person or has no right.
    """
    if getattr(actor, "person_id", None) is None or not actor.may(Permission.VERTRETUNG_PLAN, None):
        raise Http404
    mine = list(_rows().filter(person=actor.person_id)[:MOST_PAST])
    by_me = list(_rows().filter(vertreter=actor.person_id)[:MOST_PAST])
    return VertretungPage(mine, by_me, _others(actor, on))


def get_vertretung(actor: Actor, vertretung_id: UUID, *, on: date) -> Vertretung:
    """Return a Vertretung that the actor may change. Raises Http404."""
    found = _rows().filter(pk=vertretung_id).first()
    if found is None or not may_plan_vertretung(actor, found.person, on=on):
        raise Http404
    return found


def get_running_vertretung(actor: Actor, vertretung_id: UUID, *, on: date) -> Vertretung:
    """Return a Vertretung in which the actor may work today. Raises Http404."""
    person = getattr(actor, "person_id", None)
    rows = _rows().valid_on(on).filter(Q(vertreter=person), person__is_active=True)
    found = rows.filter(pk=vertretung_id).first()
    if found is None or not actor.may(Permission.VERTRETUNG_PLAN, None):
        raise Http404
    return found


def vertritt(actor: Actor, person: Person, *, on: date) -> list[Vertretung]:
    """Return for whom a person stands in now or later; everybody who works here may know."""
    if not actor.may(Permission.PERSON_READ, person):
        return []
    return list(_rows().filter(vertreter=person).not_over(on))
