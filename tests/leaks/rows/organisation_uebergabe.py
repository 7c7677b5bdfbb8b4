"""Doors through which somebody's work goes to others, and the jobs that bring it there."""

from django.utils import timezone

from tests.leaks.row import ADMIN, form, get, job, post
from verbundakte.akten.models import Nachbenennung
from verbundakte.core.clock import today
from verbundakte.core.ids import uuid7
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Austritt

PERSON = "organisation/personen/{person}"


def _handed(world, case) -> dict:
    """Return a body that hands all of the clerk's work to the registry."""
    to = world.home.persons["registratur"]
    kinds = (
        "an-akten-vorgang-hand_over",
        "an-akten-entwurf-hand_over",
        "an-akten-nachbenennung-run",
        "an-posteingang-eingang-hand_over",
        "an-geschaeftsgang-schritt-hand_over",
        "an-geschaeftsgang-termin-hand_over",
    )
    return {"on": today(), **dict.fromkeys(kinds, to)}


def _persons(world) -> dict:
    persons = world.home.persons
    return {"person": str(persons["sachbearbeiterin"]), "to": str(persons["registratur"])}


def prepare(world) -> dict:
    """Let the clerk be about to leave, and ask the Leitung who comes after her."""
    persons = world.home.persons
    with use_tenant(world.home.tenant.pk):
        asked = Nachbenennung.objects.create(
            person_id=persons["sachbearbeiterin"], einheit=world.unit, created_at=timezone.now()
        )
        Austritt.objects.create(person_id=persons["archiv"], leaves_on="2999-01-01")
    return {"nachbenennung": asked.pk, "leaver": persons["archiv"]}


NACHBENENNUNG = "nachbenennungen/{nachbenennung}/"
LEITUNG = frozenset({"leitung"})
ROWS = [
    get("akten:nachbenennung", NACHBENENNUNG, LEITUNG),
    post("akten:nachbenennung", NACHBENENNUNG, LEITUNG,
         lambda world, case: {"to": world.home.persons["registratur"]}),
    post("organisation:austritt-ruecknahme",
         "organisation/personen/{leaver}/austritt/ruecknahme/", ADMIN),
    *form("organisation:person-austritt", f"{PERSON}/austritt/", ADMIN, _handed),
    *form("organisation:person-uebergabe", f"{PERSON}/uebergabe/", ADMIN, _handed),
]  # fmt: skip
JOBS = {
    kind: job(permission, args=_persons, error="Die Person gibt es nicht mehr.")
    for kind, permission in (
        ("akten.vorgang.hand_over", "akten.vorgang:edit"),
        ("akten.entwurf.hand_over", "akten.dokument:edit"),
    )
}
JOBS["akten.nachbenennung.run"] = job(
    "akten.zugriff:edit",
    args=lambda world: {"nachbenennung": str(uuid7())},
    error="Diese Benennung gibt es nicht mehr.",
)
