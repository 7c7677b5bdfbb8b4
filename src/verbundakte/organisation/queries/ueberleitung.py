"""What it means to let a unit, or a part of it, go over into another one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from verbundakte.core.registry import Holding, Part, registry
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.facts import READ_CONTENTS
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rolle,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
    Ueberleitung,
)
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.queries.organisation import require

MOST_NAMES = 10


@dataclass(frozen=True)
class Umfang:
    """What a unit has, in parts that may go, and whereto they may."""

    stellen: QuerySet[Stelle]
    below: int
    held: list[tuple[str, int]]
    parts: list[Part]
    targets: QuerySet[Organisationseinheit]


def umfang_of(actor: Actor, einheit: Organisationseinheit, *, on: date) -> Umfang:
    """Return what would go over with a unit. Raises Http404."""
    require(actor, Permission.EINHEIT_EDIT)
    held = [(source.label, source.count(einheit.pk)) for source in registry.holdings.values()]
    targets = Organisationseinheit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    return Umfang(
        Stelle.objects.filter(einheit=einheit, ended_on=None).order_by(
            "-is_leitung", "bezeichnung"
        ),
        Organisationseinheit.objects.filter(parent=einheit, valid_to=None).count(),
        [row for row in held if row[1]],
        [part for source in registry.holdings.values() for part in source.parts(einheit.pk)],
        targets.filter(is_geschuetzt=einheit.is_geschuetzt)
        .exclude(pk=einheit.pk)
        .order_by("sort_key", "pk"),
    )


def what_keeps(actor: Actor, einheit: Organisationseinheit) -> list[Holding]:
    """Return everything that keeps a unit from ending, with the ways to it. Raises Http404."""
    require(actor, Permission.EINHEIT_EDIT)
    stellen = Stelle.objects.filter(einheit=einheit, ended_on=None).order_by("bezeichnung")
    below = Organisationseinheit.objects.filter(parent=einheit, valid_to=None).order_by("sort_key")
    address = reverse("organisation:einheit", args=[einheit.pk])
    own = [
        Holding(label, len(rows), url, ", ".join(map(str, rows[:MOST_NAMES])))
        for label, rows, url in (
            ("Stellen", list(stellen), address),
            ("Einheiten darunter", list(below), reverse("organisation:einheiten")),
        )
        if rows
    ]
    return own + [
        one for source in registry.holdings.values() for one in source.keeps(actor, einheit)
    ]


def planned_for(actor: Actor, einheit: Organisationseinheit) -> list[Ueberleitung]:
    """Return what is planned to go from a unit or into it, the next first. Raises Http404."""
    require(actor, Permission.EINHEIT_READ)
    rows = Ueberleitung.objects.filter(Q(einheit=einheit) | Q(into=einheit), done_at=None)
    return list(rows.select_related("einheit", "into").order_by("from_on", "pk"))


def get_ueberleitung(actor: Actor, einheit: Organisationseinheit, key: UUID) -> Ueberleitung:
    """Return what is planned (or was done) for a unit. Raises Http404."""
    require(actor, Permission.EINHEIT_EDIT)
    rows = Ueberleitung.objects.select_related("einheit", "into")
    found = rows.filter(einheit=einheit, pk=key).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Folgen:
    """What happens on the day: Stellen and amounts that go, who gains and who loses access to them.

    `gain` reach what goes and did not before; `lose` reach it no longer, unless they are named.
    """

    stellen: list[Stelle]
    parts: list[Part]
    amounts: list[tuple[str, int]]
    gain: list[Person]
    lose: list[Person]


def folgen_of(actor: Actor, planned: Ueberleitung) -> Folgen:
    """Return what a planned Ueberleitung does, as it stands now. Raises Http404.

    Counts and names of staff only: whoever reorganises need not see the files.
    """
    require(actor, Permission.EINHEIT_EDIT)
    einheit, on = planned.einheit, planned.from_on
    stellen = Stelle.objects.filter(einheit=einheit, ended_on=None)
    if planned.is_whole:
        amounts = [
            (source.label, source.count(einheit.pk)) for source in registry.holdings.values()
        ]
        gain = _staff([planned.into_id], on) - _staff([einheit.pk], on)
        return Folgen(list(stellen), [], amounts, _named(gain, on), [])
    stellen = stellen.filter(pk__in=planned.stellen)
    sources = registry.holdings.values()
    parts = [
        part for source in sources for part in source.parts(einheit.pk) if part.key in planned.parts
    ]
    amounts = [row for source in sources for row in source.amounts(einheit.pk, planned.parts)]
    if not parts:
        return Folgen(list(stellen), [], [], [], [])
    moving = _staff([einheit.pk], on, stellen=planned.stellen)
    there = _staff([planned.into_id], on)
    staying = _staff([einheit.pk], on, but=planned.stellen)
    return Folgen(
        list(stellen),
        parts,
        amounts,
        _named(there - staying - moving, on),
        _named(staying - there, on),
    )


def _staff(
    einheiten: Iterable[UUID],
    on: date,
    *,
    stellen: Iterable[UUID] | None = None,
    but: Iterable[UUID] = (),
) -> set[UUID]:
    """Return who works in units on a day: on these Stellen, or on all but some."""
    rows = Stellenbesetzung.objects.valid_on(on).filter(
        stelle__einheit__in=einheiten, person__is_active=True
    )
    if stellen is not None:
        rows = rows.filter(stelle__in=stellen)
    return set(rows.exclude(stelle__in=but).values_list("person_id", flat=True))


def _named(ids: set[UUID], on: date) -> list[Person]:
    """Return those of the persons whose roles let them read files at all."""
    reading = [
        rolle.key for rolle in Rolle.objects.valid_on(on) if READ_CONTENTS in rolle.permissions
    ]
    readers = Rollenzuweisung.objects.valid_on(on).filter(rolle_key__in=reading, person__in=ids)
    rows = Person.objects.filter(pk__in=readers.values("person_id"))
    return list(rows.order_by("sort_key", "pk"))
