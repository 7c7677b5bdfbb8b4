"""A tenant begins: its first unit, Stelle and person, who may give everybody else their roles."""

from datetime import date

from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.models import Tenant
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.registry import registry
from verbundakte.organisation import rules
from verbundakte.organisation.actions import (
    assign_rolle,
    create_einheit,
    create_konto,
    create_person,
    create_stelle,
    install_standard_rolle,
    occupy_stelle,
)
from verbundakte.organisation.actor import Actor
from verbundakte.organisation.models import Person
from verbundakte.verbund.events import Event


def add_tenant(*, slug: str, name: str, ags: str, kind: str) -> tuple[Tenant, bool]:
    """Return the tenant with this slug and whether it is new; `create_tenant` then furnishes it."""
    values = {"name": name, "ags": ags, "kind": kind}
    return Tenant.objects.get_or_create(slug=slug, defaults=values)


@action(CorePermission.TENANT_CREATE, Event.TENANT_CREATED)
def create_tenant(
    actor: Actor, tenant: Tenant, *, admin_login: str, password: str, on: date
) -> Person:
    """Furnish a new, open tenant. Return the first person, who has all administrative roles."""
    audit.note_change("Name", None, tenant.name)
    audit.note_change("Kürzel", None, tenant.slug)
    for short in rules.STANDARD:
        install_standard_rolle(actor, short, on=on)
    for furnish in registry.foundations.values():
        furnish(actor, on=on)
    einheit = create_einheit(actor, None, kennzeichen="10", name="Hauptamt", valid_from=on)
    stelle = create_stelle(actor, einheit, bezeichnung="Fachadministration und Systemverwaltung")
    person = create_person(actor, None, vorname="Erste", familienname="Administration")
    occupy_stelle(actor, stelle, person=person, from_on=on)
    for short in rules.ADMINISTRATIVE:
        assign_rolle(actor, person, rolle_key=rules.standard_rolle_key(short), from_on=on)
    create_konto(actor, person, login=admin_login, password=password)
    return person
