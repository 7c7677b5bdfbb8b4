"""Doors of scanning: batches, sheets, control, proof."""

from django.utils import timezone

from tests.leaks.row import job
from tests.leaks.world import word
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions.stapel import Herkunft
from verbundakte.posteingang.models import KanalArt
from verbundakte.posteingang.permissions import Permission


def prepare(world):
    """Return the ids of a batch of the unit and of its way in."""
    unit, at = Organisationseinheit.objects.get(kennzeichen="63"), timezone.now()
    kanal = actions.kanal_for(KanalArt.SCAN, unit, at)
    stored = put_bytes(current_tenant(), b"%PDF-1.7 scan")
    herkunft = Herkunft("leak", word("o", "stapel"), at)
    stapel = actions.record_stapel(
        world.home.registratur, kanal, herkunft=herkunft, stored=stored, at=at
    )
    return {"scanstapel": stapel.pk, "scankanal": kanal.pk}


ROWS: list = []
JOBS = {
    "posteingang.ordner.take": job(
        Permission.SCAN_WORK,
        args=lambda world: {"kanal": str(world.prepared["scankanal"]), "files": []},
        error="Den Eingangskanal gibt es nicht mehr.",
    ),
    "posteingang.stapel.divide": job(
        Permission.SCAN_WORK,
        Permission.EINGANG_RECORD,
        Permission.EINGANG_FILE,
        "akten.dokument:create",
        "akten.dokument:edit",
        args=lambda world: {"stapel": str(world.prepared["scanstapel"])},
        error="Den Scan gibt es nicht mehr.",
    ),
}
