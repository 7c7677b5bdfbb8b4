"""Templates of Writer and Word: who looks after them, and who begins letters from them."""

from django.utils import timezone

from tests.leaks.row import UNIT, WRITERS, get, post
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.converters.tests.test_office_fill import odt
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.schriftverkehr.actions.dateivorlage import keep_dateivorlage

ADMINS = frozenset({"fachadministration"})
BEGINNERS = WRITERS | {"sachbearbeiter_ordnung", "assistenz"}
PLACE = "dateivorlagen/"


def prepare(world):
    """Keep a template."""
    town = Organisationseinheit.objects.filter(parent=None).first()
    stored = put_bytes(world.home.tenant.pk, odt("{{ vorgang.betreff }}"))
    made = keep_dateivorlage(
        world.home.fachadministration,
        town,
        bezeichnung="Anschreiben",
        stored=stored,
        told={"kind": "odt", "fields": ["vorgang.betreff"]},
        at=timezone.now(),
    )
    return {"dateivorlage": made.pk}


def template(world, case):
    """Return the body that keeps a template."""
    return {"bezeichnung": "Anschreiben", "datei": odt("{{ vorgang.betreff }}")}


def begun(world, case):
    """Return the body that begins a letter."""
    return {"vorlage": str(world.prepared["dateivorlage"]), "betreff": "Neu"}


def many(world, case):
    """Return the body that begins a series to all who take part."""
    return begun(world, case) | {"an": "beteiligte", "datum": "2026-11-02"}


SERIES = UNIT - {"assistenz", "registratur"}
NEW, OUT = f"{PLACE}vorgang/{{vorgang}}/", f"{PLACE}dokument/{{dokument}}/bearbeitung/"
ROWS = [
    get("dateivorlagen:vorlagen", PLACE, BEGINNERS | ADMINS),
    post("dateivorlagen:vorlagen", PLACE, ADMINS, template),
    post("dateivorlagen:ende", f"{PLACE}{{dateivorlage}}/ende/", ADMINS),
    get("dateivorlagen:neu", NEW, WRITERS | {"assistenz"}, cases="on", seen=404),
    post("dateivorlagen:neu", NEW, WRITERS | {"assistenz"}, begun, cases="o", seen=404),
    get("dateivorlagen:serie", f"{NEW}serie/", SERIES, cases="on", seen=404),
    post("dateivorlagen:serie", f"{NEW}serie/", SERIES, many, cases="o", seen=404),
    post("dateivorlagen:bearbeitung", OUT, WRITERS, cases="on", seen=404),
]
