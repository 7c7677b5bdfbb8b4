"""Doors of what is planned with units."""

from datetime import timedelta

from tests.leaks.row import ADMIN, ALL, get, post
from verbundakte.core.clock import today
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Einheitsstand


def prepare(world) -> dict:
    """Plan another name for the clerk's unit."""
    with use_tenant(world.home.tenant.pk):
        stand = Einheitsstand.objects.create(
            einheit=world.unit,
            from_on=today() + timedelta(days=30),
            kennzeichen=world.unit.kennzeichen,
            name="Bauaufsicht",
            parent=world.unit.parent,
        )
    return {"stand": stand.pk}


ROWS = [
    get("organisation:einheiten", "organisation/einheiten/?am=2021-01-01", ALL),
    post("organisation:einheit-planung-ruecknahme",
         "organisation/einheiten/{einheit}/planung/{stand}/ruecknahme/", ADMIN),
]  # fmt: skip
