"""Doors through which a unit goes over into another, and the job that brings its files there."""

from tests.leaks.row import ADMIN, get, job, post
from verbundakte.core.clock import today
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Organisationseinheit, Ueberleitung

PLANNED = "organisation/einheiten/{einheit}/ueberleitung/{ueberleitung}/"


def _target(world):
    with use_tenant(world.home.tenant.pk):
        return Organisationseinheit.objects.get(kennzeichen="32").pk


def prepare(world) -> dict:
    """Plan that the clerk's unit goes over into another."""
    with use_tenant(world.home.tenant.pk):
        planned = Ueberleitung.objects.create(
            einheit=world.unit,
            into=Organisationseinheit.objects.get(kennzeichen="32"),
            from_on=today(),
            is_whole=True,
        )
    return {"ueberleitung": planned.pk}


def _share(world, case):
    return {"into": _target(world), "is_whole": "teil", "on": today(), "stellen": [world.stelle.pk]}


ROWS = [
    get("organisation:einheit-ueberleitung", "organisation/einheiten/{einheit}/ueberleitung/", ADMIN),
    post("organisation:einheit-ueberleitung", "organisation/einheiten/{einheit}/ueberleitung/", ADMIN,
         _share, status=422),
    get("organisation:ueberleitung", PLANNED, ADMIN),
    post("organisation:ueberleitung-ausfuehrung", PLANNED + "ausfuehrung/", ADMIN),
    post("organisation:ueberleitung-ruecknahme", PLANNED + "ruecknahme/", ADMIN),
]  # fmt: skip
JOBS = {
    "akten.federfuehrung.pass": job(
        "akten.akte:edit",
        "akten.vorgang:edit",
        "akten.dokument:edit",
        "akten.aktenplan:edit",
        "core.baustein:edit",
        "core.baustein:release",
        args=lambda world: {"einheit": str(world.unit.pk), "to": str(_target(world))},
        error="Die Einheit gibt es nicht mehr.",
    )
}
