"""Doors of Prüfaufträge. The prepared one begins tomorrow: it opens nothing yet."""

from datetime import timedelta

from django.utils import timezone

from tests.leaks.row import form, get, with_values
from verbundakte.akten.models import Pruefakte
from verbundakte.core.clock import today
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Pruefauftrag

GIVES = frozenset({"fachadministration", "leitung"})
SEES = GIVES | {"datenschutz", "rechnungspruefung"}
ORDER = "pruefauftraege/{auftrag}"


def prepare(world) -> dict:
    """Let the Leitung order that the auditor reads the secret Akte from tomorrow on."""
    with use_tenant(world.home.tenant.pk):
        auftrag = Pruefauftrag.objects.create(
            pruefer_id=world.home.persons["rechnungspruefung"],
            anlass="Kassenprüfung",
            from_on=today() + timedelta(days=1),
            to_on=today() + timedelta(days=9),
            created_at=timezone.now(),
            created_by=world.home.persons["leitung"],
        )
        Pruefakte.objects.create(auftrag=auftrag, akte=world.cases["s"].akte)
    return {"auftrag": auftrag.pk}


def _order(world, case):
    return {
        "pruefer": world.home.persons["rechnungspruefung"],
        "anlass": "Baukasse",
        "from_on": today().isoformat(),
        "last_on": today().isoformat(),
        "einheiten": [str(world.unit.pk)],
    }


ROWS = [
    get("akten:pruefauftraege", "pruefauftraege/", SEES),
    *form("akten:pruefauftrag-neu", "pruefauftraege/neu/", GIVES, _order),
    get("akten:pruefauftrag", f"{ORDER}/", SEES),
    *form("akten:pruefauftrag-ende", f"{ORDER}/ende/", GIVES, with_values(ja="1")),
]
