"""What this room adds to the house."""

from verbundakte.core.bausteine import delivered_with, projected
from verbundakte.core.clock import today
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.registry import (
    DeskSource,
    NavigationEntry,
    ReferenceKind,
    ScopeGroup,
    registry,
)
from verbundakte.core.ui.context import provide
from verbundakte.organisation import queries
from verbundakte.organisation.actions.rolle import check_rolle_successor, project_rolle
from verbundakte.organisation.bausteine import ROLLE
from verbundakte.organisation.desk import capacities, open_austritte, running_vertretungen
from verbundakte.organisation.due import (
    apply_planned_changes,
    carry_out_ueberleitungen,
    drop_old_einspielungen,
    let_leavers_go,
)
from verbundakte.organisation.events import Event
from verbundakte.organisation.models import Organisationseinheit, Person, Rolle, Stelle
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.samples import STANDARD_ROLLEN


def einheit_names(ids) -> dict:
    """Return {id: "63 Bauordnung"} for units of the open town."""
    return {unit.pk: str(unit) for unit in Organisationseinheit.objects.filter(pk__in=list(ids))}


def person_names(ids) -> dict:
    """Return {id: name} for persons of the open town."""
    return {person.pk: person.name for person in Person.objects.filter(pk__in=list(ids))}


def einheit_choices(actor) -> list[tuple]:
    """Return (id, "63 Bauordnung") of the units of today, in the order of the tree."""
    return [(unit.pk, str(unit)) for unit in queries.einheiten(actor, on=today())]


def person_choices(actor) -> list[tuple]:
    """Return (id, name) of everybody who works here."""
    return [(person.pk, person.sort_name) for person in queries.persons(actor)]


def stelle_names(ids) -> dict:
    """Return {id: "Leitung, 63 Bauordnung"} for Stellen of the open town."""
    rows = Stelle.objects.filter(pk__in=list(ids)).select_related("einheit")
    return {row.pk: f"{row.bezeichnung}, {row.einheit}" for row in rows}


def stelle_choices(actor) -> list[tuple]:
    """Return (id, "63 Bauordnung: Leitung") of the Stellen of today, in the order of the tree."""
    rows = queries.stellen(actor, on=today())
    return [(row.pk, f"{row.einheit}: {row.bezeichnung}") for row in rows]


registry.add_permissions(Permission)
registry.add_events(Event)
registry.add_navigation(
    NavigationEntry(
        "organisation",
        "Organisation",
        "users",
        "organisation:einheiten",
        Permission.EINHEIT_READ,
        "Verwaltung",
        710,
        hint="Einheiten, Stellen und wer sie hat",
    ),
    NavigationEntry(
        "personen",
        "Personen",
        "user",
        "organisation:personen",
        Permission.PERSON_READ,
        "Verwaltung",
        715,
        hint="Wer hier arbeitet, und was sie oder er darf",
    ),
    NavigationEntry(
        "vertretungen",
        "Vertretungen",
        "swap",
        "organisation:vertretungen",
        Permission.VERTRETUNG_PLAN,
        "Verwaltung",
        718,
        hint="Wer wen wann vertritt",
    ),
    NavigationEntry(
        "anmeldedienst",
        "Anmeldedienst",
        "lock",
        "organisation:anmeldedienst",
        Permission.ANMELDEDIENST_EDIT,
        "Verwaltung",
        730,
        hint="Anmeldung über das Verzeichnis der Kommune",
    ),
    NavigationEntry(
        "fachverfahren",
        "Fachverfahren",
        "swap",
        "organisation:fachverfahren-liste",
        Permission.FACHVERFAHREN_EDIT,
        "Verwaltung",
        735,
        hint="Angebundene Programme und ihre Zugangsschlüssel",
    ),
    NavigationEntry(
        "rollen",
        "Rollen",
        "key",
        "organisation:rollen",
        CorePermission.BAUSTEIN_EDIT,
        "Verwaltung",
        720,
        hint="Was jede Rolle erlaubt",
    ),
)
registry.add_scopes(
    ScopeGroup(
        "organisation",
        "Organisation",
        ("organisation.einheit", "organisation.person"),
        writes=False,
    )
)
registry.due["organisation.einheiten"] = apply_planned_changes
registry.due["organisation.ueberleitungen"] = carry_out_ueberleitungen
registry.due["organisation.austritte"] = let_leavers_go
registry.due["organisation.einspielungen"] = drop_old_einspielungen
registry.desk["austritte"] = DeskSource("austritte", "Ausscheiden", open_austritte)
registry.desk["vertretungen"] = DeskSource("vertretungen", "Vertretung", running_vertretungen)
provide("capacities", capacities)
registry.references["organisation.einheit"] = ReferenceKind(
    "organisation.einheit", einheit_names, einheit_choices
)
registry.references["organisation.person"] = ReferenceKind(
    "organisation.person", person_names, person_choices
)
registry.references["organisation.stelle"] = ReferenceKind(
    "organisation.stelle", stelle_names, stelle_choices
)
registry.subject_urls.update(
    {
        "organisation.organisationseinheit": "organisation:einheit",
        "organisation.person": "organisation:person",
    }
)
delivered_with(ROLLE, lambda: {one.key: one.data() for one in STANDARD_ROLLEN.values()})
projected(ROLLE, project=project_rolle, rows=(Rolle,), guard=check_rolle_successor)
registry.not_exported["organisation_anmeldeantwort"] = "verbrauchte Antworten des Anmeldedienstes"
registry.sealed["organisation_anmeldedienst"] = ("secret",)
