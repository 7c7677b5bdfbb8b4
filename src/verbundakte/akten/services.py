"""What the commands of an operator need of this room."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction

from verbundakte.akten.actions.aktenplan import release_sample_plan
from verbundakte.akten.actions.wiederloeschung import erase_restored
from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.core import loeschliste
from verbundakte.core.actor import SystemActor
from verbundakte.core.models import Tenant
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
ERASER = SystemActor(id="wiederloeschung", permissions=frozenset({Permission.DOKUMENT_PROCESS}))


def bring_sample_plan(tenant: int, *, on: date) -> int:
    """Give a new town the neutral sample plan, led by its first unit; return the number of units.

    Raises AktenplanExists when the town has a plan.
    """
    with use_tenant(tenant), transaction.atomic():
        first = Organisationseinheit.objects.order_by("sort_key", "pk").first()
        return release_sample_plan(SETUP, first, on=on)


def erased_dokumente() -> Iterator[loeschliste.Entry]:
    """Yield the line of the Löschliste for every Dokument of every town that was emptied for good."""
    for tenant in Tenant.objects.order_by("pk"):
        with use_tenant(tenant.pk), transaction.atomic():
            rows = Dokument.objects.exclude(erased_at=None).values_list("pk", "erased_at")
            yield from (
                loeschliste.entry(loeschliste.DOKUMENT, key, tenant.pk, at) for key, at in rows
            )


def erase_again(entries: Iterable[loeschliste.Entry]) -> int:
    """Empty again what a restored backup brought back; return how many Dokumente.

    A Löschsperre that was set meanwhile in the backup does not hold it: it was deleted already.
    """
    towns = {str(tenant.uuid): tenant.pk for tenant in Tenant.objects.all()}
    erased = 0
    for entry in sorted(entries):
        if entry.kind != loeschliste.DOKUMENT or entry.town not in towns:
            continue
        with use_tenant(towns[entry.town]), transaction.atomic():
            dokument = Dokument.objects.filter(pk=entry.key, erased_at=None).first()
            if dokument is not None:
                erase_restored(ERASER, dokument, at=datetime.fromisoformat(entry.at))
                erased += 1
    return erased
