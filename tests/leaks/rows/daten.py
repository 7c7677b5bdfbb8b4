"""The data of the town: its package, the key to it, and leaving the installation."""

from datetime import timedelta

from django.utils import timezone

from tests.leaks.row import form, get, job, post
from verbundakte.core.blobs.register import keep
from verbundakte.core.models import Ausgabe
from verbundakte.core.secrets import seal
from verbundakte.verbund.actions.paket import ART, PURPOSE
from verbundakte.verbund.jobs import GONE
from verbundakte.verbund.permissions import Permission

PAGE = "verbund/daten/"
DECIDE = frozenset({"leitung", "fachadministration"})
EXPORT = DECIDE | {"systemverwaltung"}


def prepare(world):
    """Let somebody have a sealed package lie ready."""
    at = timezone.now()
    made = Ausgabe.objects.create(
        owner_id=str(world.home.systemverwaltung.id),
        request={"art": ART, "schluessel": seal(PURPOSE, bytes(32)), "on_behalf_of": ""},
        blob=keep(b"Mkpaket"), file_name="paket.tar", created_at=at, expires_at=at + timedelta(days=7),
    )  # fmt: skip
    return {"kommunenpaket": made.pk}


JOBS = {
    "verbund.paket.make": job(
        Permission.PAKET_EXPORT,
        args=lambda world: {"ausgabe": str(world.prepared["kommunenpaket"])},
        error=GONE,
    )
}
ROWS = [
    get("verbund:daten", PAGE, EXPORT),
    post("verbund:daten", PAGE, EXPORT),
    post("verbund:paketschluessel", "verbund/pakete/{kommunenpaket}/schluessel/", DECIDE,
         status=200),
    *form("verbund:auszug", "verbund/auszug/", DECIDE, lambda world, case: {}),
    get("verbund:auszug-bestaetigung", "verbund/auszug/bestaetigung/", DECIDE),
    post("verbund:auszug-bestaetigung", "verbund/auszug/bestaetigung/", DECIDE, status=422),
    get("verbund:auszug-ruecknahme", "verbund/auszug/ruecknahme/", DECIDE),
    post("verbund:auszug-ruecknahme", "verbund/auszug/ruecknahme/", DECIDE, status=422),
]  # fmt: skip
