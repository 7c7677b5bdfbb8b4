"""What the commands of an operator need of this room."""

from datetime import date

from django.db import transaction

from verbundakte.akten.actions.aktenplan import release_sample_plan
from verbundakte.akten.permissions import Permission
from verbundakte.core.actor import SystemActor
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Organisationseinheit

SETUP = SystemActor(
    id="setup",
    permissions=frozenset(
        {
            Permission.AKTENPLAN_EDIT,
            CorePermission.BAUSTEIN_EDIT,
            CorePermission.BAUSTEIN_RELEASE,
        }
    ),
)


def bring_sample_plan(tenant: int, *, on: date) -> int:
    """Give a new town the neutral sample plan, led by its first unit; return the number of units.

    Raises AktenplanExists when the town has a plan.
    """
    with use_tenant(tenant), transaction.atomic():
        first = Organisationseinheit.objects.order_by("sort_key", "pk").first()
        return release_sample_plan(SETUP, first, on=on)
