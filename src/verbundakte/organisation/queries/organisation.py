"""Reading persons, roles and logins. Every function takes the actor first.

Whoever works here sees units and persons; what a person may do shows only to herself and to
whoever may see rights. What an actor may not see does not exist: Http404.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404

from verbundakte.core.models import ApiToken, Baustein, Membership
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.search.fold import sort_key
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.bausteine import ROLLE, in_groups
from verbundakte.organisation.models import (
    Person,
    Rolle,
    Rollenzuweisung,
    Stellenbesetzung,
)
from verbundakte.organisation.permissions import Permission

PAGE_SIZE = 50


def require(actor: Actor, permission: str) -> None:
    """Raise Http404 unless the actor holds the permission."""
    if not actor.may(permission, None):
        raise Http404


def persons(actor: Actor) -> QuerySet[Person]:
    """Return who works here, by name; none without the right."""
    if not actor.may(Permission.PERSON_READ, None):
        return Person.objects.none()
    return Person.objects.people().order_by("sort_key", "pk")


@dataclass(frozen=True)
class PersonPage:
    """A page of persons and where the next one begins ("" at the end)."""

    persons: list[Person]
    next: str


def list_persons(
    actor: Actor, *, on: date, search: str = "", after: str = "", only_left: bool = False
) -> PersonPage:
    """Return a page of persons by name, each with `einheit_label` of the first Stelle.

    `search` is the beginning of a family name; `after` the value `next` of the page before.
    """
    require(actor, Permission.PERSON_READ)
    found = Person.objects.filter(is_active=not only_left, fachverfahren=None).order_by(
        "sort_key", "pk"
    )
    if search.strip():
        begin = sort_key(search).partition("\t")[0]
        found = found.filter(sort_key__gte=begin, sort_key__lt=begin + "\U0010ffff")
    if after:
        found = found.filter(sort_key__gt=after)
    first = (
        Stellenbesetzung.objects.valid_on(on)
        .filter(person=OuterRef("pk"))
        .order_by("stelle__einheit__sort_key")
    )
    rows = list(
        found.annotate(
            einheit_id=Subquery(first.values("stelle__einheit")[:1]),
            einheit_no=Subquery(first.values("stelle__einheit__kennzeichen")[:1]),
            einheit_name=Subquery(first.values("stelle__einheit__name")[:1]),
        )[: PAGE_SIZE + 1]
    )
    more = rows[PAGE_SIZE - 1].sort_key if len(rows) > PAGE_SIZE else ""
    return PersonPage(rows[:PAGE_SIZE], more)


def get_person(actor: Actor, person_id: UUID) -> Person:
    """Return a person, also one who left. Raises Http404."""
    require(actor, Permission.PERSON_READ)
    found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class AssignedRolle:
    """A role of a person, since when, and what it allows: {noun: [German names]}."""

    rolle: Rolle
    from_on: date
    to_on: date | None
    allows: dict[str, list[str]]


def may_see_rights(actor: Actor, person: Person) -> bool:
    """Tell whether the actor may see what a person may do (her own always)."""
    return str(actor.id) == str(person.pk) or actor.may(Permission.RECHTE_READ, person)


def rollen_of(actor: Actor, person: Person, *, on: date) -> list[AssignedRolle]:
    """Return a person's roles with what they allow. Raises Http404 without the right."""
    if not may_see_rights(actor, person):
        raise Http404
    rows = {
        row.rolle_key: row for row in Rollenzuweisung.objects.valid_on(on).filter(person=person)
    }
    rollen = Rolle.objects.valid_on(on).filter(key__in=rows).order_by("bezeichnung")
    return [
        AssignedRolle(
            rolle, rows[rolle.key].from_on, rows[rolle.key].to_on, in_groups(rolle.permissions)
        )
        for rolle in rollen
    ]


def rollen(actor: Actor, *, on: date) -> QuerySet[Rolle]:
    """Return the roles that hold on a day, by name; none without the right to see or give them."""
    if not (
        actor.may(CorePermission.BAUSTEIN_READ, None) or actor.may(Permission.ROLLE_ASSIGN, None)
    ):
        return Rolle.objects.none()
    return Rolle.objects.valid_on(on).order_by("bezeichnung", "pk")


def get_rolle_baustein(actor: Actor, key: UUID) -> Baustein:
    """Return the Baustein of a role. Raises Http404."""
    require(actor, CorePermission.BAUSTEIN_READ)
    found = Baustein.objects.of_kind(ROLLE).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def membership_of(actor: Actor, person: Person) -> Membership | None:
    """Return a person's login in this town, for whoever may edit logins and herself, else None."""
    if str(actor.id) != str(person.pk) and not actor.may(Permission.KONTO_EDIT, person):
        return None
    rows = Membership.objects.filter(tenant=current_tenant(), person_id=person.pk, ended_at=None)
    return rows.exclude(account=None).select_related("account").first()


def own_tokens(actor: Actor) -> list[ApiToken]:
    """Return the actor's own tokens that are not ended, newest first. Raises Http404."""
    require(actor, CorePermission.TOKEN_CREATE)
    rows = ApiToken.objects.filter(
        membership__tenant=current_tenant(), membership__person_id=actor.person_id, ended_at=None
    )
    return list(rows.order_by(F("created_at").desc()))
