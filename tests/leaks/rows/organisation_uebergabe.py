"""Doors through which somebody's work goes to others, and the jobs that bring it there."""

from tests.leaks.row import ADMIN, form, job

PERSON = "organisation/personen/{person}"


def _handed(world, case) -> dict:
    """Return a body that hands all of the clerk's work to the registry."""
    to = world.home.persons["registratur"]
    kinds = ("an-akten-vorgang-hand_over", "an-akten-entwurf-hand_over")
    return {"on": "2026-11-30", **dict.fromkeys(kinds, to)}


def _persons(world) -> dict:
    persons = world.home.persons
    return {"person": str(persons["sachbearbeiterin"]), "to": str(persons["registratur"])}


ROWS = [
    *form("organisation:person-austritt", f"{PERSON}/austritt/", ADMIN, _handed),
    *form("organisation:person-uebergabe", f"{PERSON}/uebergabe/", ADMIN, _handed),
]
JOBS = {
    kind: job(permission, args=_persons, error="Die Person gibt es nicht mehr.")
    for kind, permission in (
        ("akten.vorgang.hand_over", "akten.vorgang:edit"),
        ("akten.entwurf.hand_over", "akten.dokument:edit"),
    )
}
