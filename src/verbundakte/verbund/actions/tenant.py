"""A tenant begins: its first unit, Stelle and person, who may give everybody else their roles."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.models import Tenant
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.organisation.actions import (
    assign_rolle,
    create_einheit,
    create_konto,
    create_person,
    create_stelle,
    install_standard_rollen,
    occupy_stelle,
)
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.models import Person
from verbundakte.organisation.samples import ADMINISTRATIVE, STANDARD_ROLLEN
from verbundakte.verbund.events import Event


@action(CorePermission.TENANT_CREATE, Event.TENANT_CREATED)
def create_tenant(
    actor: Actor, tenant: Tenant, *, admin_login: str, password: str, on: date
) -> Person:
    """Furnish a new, open tenant. Return the first person, who has all administrative roles."""
    audit.note_change("Name", None, tenant.name)
    audit.note_change("Kürzel", None, tenant.slug)
    install_standard_rollen(actor, on=on)
    einheit = create_einheit(actor, None, kennzeichen="10", name="Hauptamt", valid_from=on)
    stelle = create_stelle(actor, einheit, bezeichnung="Fachadministration und Systemverwaltung")
    person = create_person(actor, None, vorname="Erste", familienname="Administration")
    occupy_stelle(actor, stelle, person=person, from_on=on)
    for short in ADMINISTRATIVE:
        assign_rolle(actor, person, rolle_key=STANDARD_ROLLEN[short].key, from_on=on)
    create_konto(actor, person, login=admin_login, password=password)
    return person
