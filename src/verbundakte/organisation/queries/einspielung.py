"""Reading the organisation as tables, and what was brought to change it."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.core.models import Job, Membership
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.comparison import Comparison, Organisation, compare
from verbundakte.organisation.csv_tables import Key, Line, Tables, Values
from verbundakte.organisation.models import (
    Einspielung,
    Organisationseinheit,
    Person,
    Rolle,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.permissions import Permission

WHOLE_ORGANISATION = (
    Permission.EINHEIT_EDIT,
    Permission.PERSON_EDIT,
    Permission.STELLE_OCCUPY,
    Permission.ROLLE_ASSIGN,
    Permission.KONTO_EDIT,
)
MOST_SHOWN = 20


def may_change_whole_organisation(actor: Actor) -> bool:
    """Tell whether the actor may change everything that the tables hold."""
    return all(actor.may(permission, None) for permission in WHOLE_ORGANISATION)


def require_whole_organisation(actor: Actor) -> None:
    """Raise Http404 unless the actor may change everything that the tables hold."""
    if not may_change_whole_organisation(actor):
        raise Http404


def einspielungen(actor: Actor) -> list[Einspielung]:
    """Return what was brought last, newest first, without its content. Raises Http404."""
    require_whole_organisation(actor)
    return list(Einspielung.objects.defer("content", "result").order_by("-created_at")[:MOST_SHOWN])


def get_einspielung(actor: Actor, key: UUID) -> Einspielung:
    """Return what was brought. Raises Http404."""
    require_whole_organisation(actor)
    found = Einspielung.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def job_of(actor: Actor, einspielung: Einspielung) -> Job | None:
    """Return the work on it, if somebody ordered it. Raises Http404."""
    require_whole_organisation(actor)
    return Job.objects.filter(pk=einspielung.job).first() if einspielung.job else None


def comparison_of(actor: Actor, einspielung: Einspielung, *, on: date) -> Comparison:
    """Return what it would change in the organisation as it is now. Raises Http404."""
    return compare_tables(actor, _tables(einspielung), on=on, is_whole=einspielung.is_whole)


def compare_tables(actor: Actor, found: Tables, *, on: date, is_whole: bool) -> Comparison:
    """Return what brought tables would change. Raises Http404."""
    return compare(found, organisation_on(actor, on=on), on=on, is_whole=is_whole)


def _tables(einspielung: Einspielung) -> Tables:
    """Return the lines that were brought, as the files had them."""
    return Tables(
        {
            name: [Line(file, number, values) for file, number, values in lines]
            for name, lines in einspielung.content.items()
        }
    )


def organisation_on(actor: Actor, *, on: date) -> Organisation:
    """Return all that holds on a day or later, as tables. Raises Http404. Seven queries."""
    require_whole_organisation(actor)
    there = Organisation({}, {}, {}, {})
    units = _einheiten(there, on)
    stellen = _stellen(there, units, on)
    persons = _personen(there)
    names = _rollen_names(there, on)
    besetzungen = Stellenbesetzung.objects.filter(Q(to_on=None) | Q(to_on__gt=on))
    _pairs(
        there,
        "besetzungen",
        ("stelle", "person"),
        [(stellen.get(row.stelle_id), persons.get(row.person_id), row) for row in besetzungen],
    )
    zuweisungen = Rollenzuweisung.objects.filter(Q(to_on=None) | Q(to_on__gt=on))
    _pairs(
        there,
        "rollen",
        ("person", "rolle"),
        [(persons.get(row.person_id), names.get(row.rolle_key), row) for row in zuweisungen],
    )
    return there


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _flag(value: bool) -> str:
    return "ja" if value else ""


def _put(there: Organisation, table: str, found: list[tuple[Key, object, Values]]) -> None:
    there.tables[table] = {key: values for key, _, values in found}
    there.ids[table] = {key: pk for key, pk, _ in found}


def _einheiten(there: Organisation, on: date) -> dict[UUID, str]:
    """Put the units in; return their Kennzeichen by id."""
    rows = Organisationseinheit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    units = sorted(rows, key=lambda unit: (unit.sort_key, unit.valid_to is None))
    names = {unit.pk: unit.kennzeichen for unit in units}
    found = [
        (
            (unit.kennzeichen,),
            unit.pk,
            {
                "kennzeichen": unit.kennzeichen,
                "name": unit.name,
                "parent": names.get(unit.parent_id, ""),
                "valid_from": _day(unit.valid_from),
                "is_geschuetzt": _flag(unit.is_geschuetzt),
                "end": _day(unit.valid_to),
            },
        )
        for unit in units
    ]
    _put(there, "einheiten", found)
    there.aliases["einheiten"] = {name: name for name in names.values()}
    return names


def _stellen(there: Organisation, units: dict[UUID, str], on: date) -> dict[UUID, str]:
    """Put the Stellen in; return their keys by id."""
    rows = list(Stelle.objects.all())
    names = {row.pk: row.kennung or str(row.pk) for row in rows}
    living = [row for row in rows if row.ended_on is None or row.ended_on > on]
    found = [
        (
            (names[row.pk],),
            row.pk,
            {
                "kennung": names[row.pk],
                "bezeichnung": row.bezeichnung,
                "einheit": units.get(row.einheit_id, ""),
                "is_leitung": _flag(row.is_leitung),
                "end": _day(row.ended_on),
            },
        )
        for row in living
    ]
    _put(there, "stellen", sorted(found, key=lambda one: (one[2]["einheit"], one[0])))
    alive = {row.pk for row in living}
    there.aliases["stellen"] = _aliases((row.pk, names[row.pk], "") for row in living)
    there.gone["stellen"] = {name for pk, name in names.items() if pk not in alive}
    return {pk: name for pk, name in names.items() if pk in alive}


def _personen(there: Organisation) -> dict[UUID, str]:
    """Put who works here in; return the keys by id."""
    ties = Membership.objects.filter(tenant=current_tenant(), ended_at=None)
    logins = dict(ties.values_list("person_id", "account__login"))
    rows = list(Person.objects.order_by("sort_key"))
    taken = {row.kennung for row in rows}
    names = {}
    for row in rows:
        login = logins.get(row.pk, "")
        names[row.pk] = row.kennung or (login if login not in taken else "") or str(row.pk)
    active = [row for row in rows if row.is_active]
    plain = ("titel", "vorname", "familienname", "email", "telefon")
    found = [
        (
            (names[row.pk],),
            row.pk,
            {"kennung": names[row.pk], **{name: getattr(row, name) for name in plain}, "end": ""},
        )
        for row in active
    ]
    _put(there, "personen", sorted(found, key=lambda one: (one[2]["familienname"], one[0])))
    there.aliases["personen"] = _aliases(
        (row.pk, names[row.pk], logins.get(row.pk, "")) for row in active
    )
    there.gone["personen"] = {names[row.pk] for row in rows if not row.is_active}
    return {row.pk: names[row.pk] for row in active}


def _aliases(rows) -> dict[str, str]:
    """Return {name: key}; a key goes before a login, a login before an id."""
    found = list(rows)
    known = {str(pk): name for pk, name, _ in found}
    known |= {login: name for _, name, login in found if login}
    return known | {name: name for _, name, _ in found}


def _rollen_names(there: Organisation, on: date) -> dict[UUID, str]:
    """Return what each role of the day is called; two of one name go by their keys."""
    rows = list(Rolle.objects.valid_on(on))
    often = Counter(row.bezeichnung for row in rows)
    names = {
        row.key: row.bezeichnung if often[row.bezeichnung] == 1 else str(row.key) for row in rows
    }
    there.ids["rolle"] = {(name,): key for key, name in names.items()}
    there.aliases["rolle"] = {name: name for name in names.values()}
    return names


def _pairs(there: Organisation, table: str, heads: tuple[str, str], rows: list) -> None:
    """Put what ties two things in; what is open goes before what has its end."""
    found = [
        (
            (first, second),
            row.pk,
            {
                heads[0]: first,
                heads[1]: second,
                "from_on": _day(row.from_on),
                "end": _day(row.to_on),
            },
        )
        for first, second, row in rows
        if first and second
    ]
    _put(there, table, sorted(found, key=lambda one: (one[0], not one[2]["end"])))
