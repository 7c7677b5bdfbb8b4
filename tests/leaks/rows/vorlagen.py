"""Doors of "Vorlagen und Regeln"."""

from tests.leaks.row import ADMIN, DAY, ROLES, form, get, post, with_values
from verbundakte.core.bausteine.actions import create_baustein
from verbundakte.core.bausteine.places import Place
from verbundakte.core.bausteine.versions import data_of
from verbundakte.core.ids import uuid7
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.bausteine import ROLLE, RolleSpec

VORLAGE = "vorlagen/{vorlage}"
DRAFT = f"{VORLAGE}/entwurf"
NAME = with_values(bezeichnung="Neu", stamp="")

ROWS = [
    get("vorlagen:liste", "vorlagen/", ROLES),
    *form("vorlagen:neu", f"vorlagen/neu/{ROLLE}/", ADMIN, NAME),
    get("vorlagen:einlesen", "vorlagen/einlesen/", ADMIN),
    post("vorlagen:einlesen", "vorlagen/einlesen/", ADMIN, status=422, quiet=" "),
    get("vorlagen:vorlage", f"{VORLAGE}/", ROLES),
    post("vorlagen:entwurf", f"{DRAFT}/", ADMIN, status=422, quiet=" "),
    get("vorlagen:angaben", f"{DRAFT}/angaben/", ADMIN, status=302),
    post("vorlagen:angaben", f"{DRAFT}/angaben/", ADMIN,
         lambda world, case: {"bezeichnung": "Neu", "stamp": world.prepared["stamp"]}),
    post("vorlagen:beispiel", f"{DRAFT}/beispiel/", ADMIN, NAME, status=200, quiet=" "),
    get("vorlagen:eintrag-neu", f"{DRAFT}/eintraege/neu/", ADMIN, status=404),
    get("vorlagen:eintrag-entfernung", f"{DRAFT}/eintraege/entfernung/", ADMIN, status=404),
    *form("vorlagen:freigabe", f"{VORLAGE}/freigabe/", ADMIN, with_values(valid_from=DAY)),
    *form("vorlagen:zurueckziehung", f"{VORLAGE}/fassungen/1/zurueckziehung/", ADMIN,
          with_values(reason="Neu")),
    get("vorlagen:vergleich", f"{VORLAGE}/vergleich/", ROLES),
    get("vorlagen:auslieferung", "vorlagen/{rolle}/auslieferung/", ROLES),
    post("vorlagen:auslieferung", "vorlagen/{rolle}/auslieferung/", ADMIN, with_values(gesehen="1")),
    post("vorlagen:auslieferung-neu", "vorlagen/auslieferung/" + ROLLE + "/{fehlt}/", ADMIN,
         status=404, quiet=" "),
    get("vorlagen:datei", f"{VORLAGE}/fassungen/1/datei", ROLES),
]  # fmt: skip


def prepare(world) -> dict:
    """Make a Baustein with a draft."""
    with use_tenant(world.home.tenant.pk):
        made = create_baustein(
            world.home.fachadministration, ROLLE, data={"bezeichnung": "Bauhof", "permissions": []}
        )
        version = BausteinVersion.objects.get(baustein=made)
        stamp = Place((), RolleSpec, data_of(version)).stamp
        delivered = Baustein.objects.of_kind(ROLLE).exclude(origin="").first()
    return {"vorlage": made.pk, "stamp": stamp, "rolle": delivered.pk, "fehlt": uuid7()}
