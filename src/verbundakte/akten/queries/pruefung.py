"""Reading Prüfaufträge: one's own, those one gave, all for whoever sees the rights of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from verbundakte.akten.models import Akte, Pruefakte
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import akten
from verbundakte.core.clock import today
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import PrincipalKind
from verbundakte.organisation import queries as organisation
from verbundakte.organisation.access import zones_hidden_from
from verbundakte.organisation.models import Organisationseinheit, Person, Pruefauftrag
from verbundakte.organisation.permissions import Permission as OrganisationPermission

PAGE = 50


def pruefauftraege(actor) -> QuerySet[Pruefauftrag]:
    """Return the orders the actor may know of, newest first. Raises Http404 without the right."""
    organisation.require(actor, Permission.PRUEFAUFTRAG_READ)
    rows = Pruefauftrag.objects.select_related("pruefer").order_by("-pk")
    if OrganisationPermission.RECHTE_READ in actor.permissions:
        return rows
    mine = getattr(actor, "person_id", None)
    return rows.filter(Q(pruefer=mine) | Q(created_by=mine))


def list_pruefauftraege(actor, *, after: UUID | None) -> tuple[list[Pruefauftrag], str]:
    """Return a page of orders and where the next one begins, "" at the end (one query)."""
    rows = pruefauftraege(actor)
    rows = list((rows.filter(pk__lt=after) if after else rows)[: PAGE + 1])
    return rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""


def get_pruefauftrag(actor, key: UUID) -> Pruefauftrag:
    """Return an order the actor may know of. Raises Http404."""
    found = pruefauftraege(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Umfang:
    """What an order opens: units, Akten the actor sees, and how many others."""

    einheiten: list[Organisationseinheit]
    akten: list[Akte]
    hidden: int


def umfang_of(actor, auftrag: Pruefauftrag) -> Umfang:
    """Return the scope of an order (four queries)."""
    organisation.require(actor, Permission.PRUEFAUFTRAG_READ)
    rows = Pruefakte.objects.filter(auftrag=auftrag)
    ids = list(
        rows.exclude(akte__zone__in=zones_hidden_from(actor)).values_list("akte_id", flat=True)
    )
    seen: list[Akte] = []
    if Permission.AKTE_READ in actor.permissions:
        seen = list(akten(actor).filter(pk__in=ids).order_by("aktenzeichen_folded"))
    units = Organisationseinheit.objects.filter(pk__in=auftrag.einheiten).order_by("sort_key")
    return Umfang(list(units), seen, len(ids) - len(seen))


def running_pruefauftraege(actor, *, on: date) -> list[Pruefauftrag]:
    """Return the orders by which the actor reads today (one query)."""
    person = getattr(actor, "person_id", None)
    if person is None or actor.on_behalf_of:
        return []
    return _RUNNING.all(actor, on=on)


def _running(actor, on: date):
    rows = Pruefauftrag.objects.valid_on(on).filter(pruefer=actor.person_id)
    return rows.order_by("to_on", "pk")


_RUNNING = Ready(_running, on=date)


def _led_by(actor) -> set[UUID]:
    principals = getattr(actor, "principals", ())
    return {key for kind, key in principals if kind == PrincipalKind.LEITUNG}


def may_open(actor, einheit: Organisationseinheit) -> bool:
    """Tell whether the actor may let somebody check a unit: its Leitung, or who gives Stellen there.

    A geschützter Bereich is opened by its own Leitung alone.
    """
    if einheit.pk in _led_by(actor):
        return True
    gives = OrganisationPermission.STELLE_OCCUPY in actor.permissions
    return gives and not einheit.is_geschuetzt


def may_name_klassen(actor, einheiten: Iterable[Organisationseinheit] = ()) -> bool:
    """Tell whether an order of the actor over these units may name a Geheimnisklasse: only of their
    own Leitung, in her own name."""
    led = _led_by(actor)
    is_own = not getattr(actor, "on_behalf_of", "")
    return is_own and bool(led) and all(einheit.pk in led for einheit in einheiten)


def pruefauftraege_of(actor, person: Person, *, on: date) -> list[Pruefauftrag]:
    """Return the orders by which a person reads now or later, each with its `units` as one text.

    Two queries. Raises Http404 for whoever may not see her rights.
    """
    if not organisation.may_see_rights(actor, person):
        raise Http404
    held = Pruefauftrag.objects.filter(pruefer=person, ended_at=None, to_on__gt=on)
    rows = list(held.order_by("from_on", "pk"))
    keys = {key for row in rows for key in row.einheiten}
    names = {row.pk: str(row) for row in Organisationseinheit.objects.filter(pk__in=keys)}
    for row in rows:
        row.units = ", ".join(sorted(names[key] for key in row.einheiten if key in names))
    return rows


def einheiten_to_check(actor) -> list[Organisationseinheit]:
    """Return the units the actor may let somebody check, in the order of the tree."""
    rows = organisation.einheiten(actor, on=today())
    return [einheit for einheit in rows if may_open(actor, einheit)]


def akten_to_check(actor, numbers: list[str]) -> tuple[list[Akte], list[str]]:
    """Return the Akten with these numbers whose access the actor may change, and the numbers of
    which there is none such (one query)."""
    if Permission.AKTE_READ not in actor.permissions:
        return [], numbers
    rows = akten(actor).filter(aktenzeichen__in=numbers)
    found = {row.aktenzeichen: row for row in rows if actor.may(Permission.ZUGRIFF_EDIT, row)}
    return list(found.values()), [number for number in numbers if number not in found]
