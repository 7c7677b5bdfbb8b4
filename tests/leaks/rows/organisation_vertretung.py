"""Doors of the Vertretungen: planned for the clerk, taken up by her."""

from datetime import timedelta

from tests.leaks.row import ADMIN, ALL, AMIRA, form, get, post, with_values
from verbundakte.core.clock import today
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Vertretung

OWN = "organisation/vertretungen/{vertretung}"
TAKEN = "organisation/vertretungen/{vertritt}"
PLANNERS = AMIRA | ADMIN | {"leitung"}
NEW = "organisation/personen/{person}/vertretungen/neu/"


def prepare(world) -> dict:
    """Let Otto stand in for the clerk, and the clerk for the archive."""
    on, persons = today(), world.home.persons

    def made(person, vertreter):
        return Vertretung.objects.create(
            person_id=persons[person],
            vertreter_id=persons[vertreter],
            art="abwesenheit",
            from_on=on,
            to_on=on + timedelta(days=9),
        ).pk

    with use_tenant(world.home.tenant.pk):
        return {
            "vertretung": made("sachbearbeiterin", "sachbearbeiter_ordnung"),
            "vertritt": made("archiv", "sachbearbeiterin"),
        }


def plan(world, case) -> dict:
    """Return a body that plans a further Vertretung."""
    on = today()
    return {
        "vertreter": world.home.persons["registratur"],
        "art": "abwesenheit",
        "from_on": on,
        "last_on": on,
    }


ROWS = [
    get("organisation:vertretungen", "organisation/vertretungen/", ALL),
    *form("organisation:vertretung-neu", NEW, PLANNERS, plan),
    *form("organisation:vertretung-ende", f"{OWN}/ende/", PLANNERS, lambda world, case: {
        "last_on": today()}),
    *form("organisation:abwesenheit-neu", "organisation/abwesenheiten/neu/", ADMIN | {"leitung"},
          lambda world, case: {"person": world.home.persons["sachbearbeiterin"],
                               "vertreter": world.home.persons["registratur"], "last_on": today()}),
    post("organisation:vertretung-antritt", f"{TAKEN}/antritt/", AMIRA),
    post("organisation:vertretung-rueckkehr", "organisation/vertretungen/rueckkehr/", ALL,
         with_values(), quiet=" "),
]  # fmt: skip
