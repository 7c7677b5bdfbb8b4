"""The door through which a unit goes over into another, and the job that brings its files there."""

from tests.leaks.row import ADMIN, form, job
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Organisationseinheit


def _target(world):
    with use_tenant(world.home.tenant.pk):
        return Organisationseinheit.objects.get(kennzeichen="32").pk


ROWS = [
    *form("organisation:einheit-ueberleitung", "organisation/einheiten/{einheit}/ueberleitung/",
          ADMIN, lambda world, case: {"into": _target(world), "is_whole": "ganz"}),
]  # fmt: skip
JOBS = {
    "akten.federfuehrung.pass": job(
        "akten.akte:edit",
        "akten.vorgang:edit",
        "akten.dokument:edit",
        args=lambda world: {"einheit": str(world.unit.pk), "to": str(_target(world))},
        error="Die Einheit gibt es nicht mehr.",
    )
}
