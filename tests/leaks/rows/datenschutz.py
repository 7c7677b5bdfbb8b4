"""Doors of data protection: Auswertungen of Lesevermerke."""

from datetime import timedelta

from tests.leaks.row import form, get, post, with_values
from verbundakte.core.clock import now, today
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.datenschutz.models import Leseauswertung

OFFICER = frozenset({"datenschutz"})
LIST = "datenschutz/lesevermerke/"
ASKED, RELEASED = LIST + "{gefragt}/", LIST + "{freigegeben}/"


def prepare(world) -> dict:
    """Make an Auswertung that waits and one that was released, both of the officer."""
    at, on, persons = now(), today(), world.home.persons

    def asked(**more):
        return Leseauswertung.objects.create(
            anlass="Mkdsanlass",
            aktenzeichen="1-2026/1",
            from_on=on - timedelta(days=9),
            to_on=on,
            requested_at=at,
            requested_by=persons["datenschutz"],
            **more,
        ).pk

    with use_tenant(world.home.tenant.pk):
        released = {
            "released_at": at,
            "released_by": persons["leitung"],
            "visible_until": at + timedelta(days=14),
        }
        return {"gefragt": asked(), "freigegeben": asked(**released)}


def new(world, case) -> dict:
    """Return a body that asks for an Auswertung."""
    on = str(today())
    return {"anlass": "Beschwerde", "aktenzeichen": "1-2026/1", "from_on": on, "to_on": on}


ROWS = [
    get("datenschutz:auswertungen", LIST, OFFICER),
    *form("datenschutz:auswertung-neu", LIST + "neu/", OFFICER, new),
    get("datenschutz:auswertung", RELEASED, OFFICER),
    post("datenschutz:auswertung-freigabe", ASKED + "freigabe/", OFFICER, status=403, quiet=" "),
    post("datenschutz:auswertung-ablehnung", ASKED + "ablehnung/", OFFICER,
         with_values(reason="nein"), status=403, quiet=" "),
    post("datenschutz:auswertung-tabelle", RELEASED + "tabelle/", OFFICER, status=200),
    *form("datenschutz:speicherdauer", LIST + "speicherdauer/", OFFICER,
          with_values(days="120", reason="Dienstvereinbarung")),
]  # fmt: skip
