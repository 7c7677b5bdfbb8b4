"""The door to what of a file passed as PDF/A."""

from django.utils import timezone

from tests.leaks.row import UNIT, get, job
from verbundakte.akten.models import PdfaErgebnis, PdfaUrteil


def prepare(world):
    """Let the files of the cases count as PDF/A."""
    for key in "onsu":
        datei = world.cases[key].objects["datei"]
        PdfaUrteil.objects.create(
            datei=datei,
            sha256=datei.blob.sha256,
            ergebnis=PdfaErgebnis.BESTANDEN,
            profil="PDF/A-2b",
            tool="-",
            created_at=timezone.now(),
        )
    return {}


ROWS = [get("akten:pdfa", "dateien/{datei}/pdfa", UNIT, cases="onsu")]

JOBS = {
    "akten.datei.archive": job(
        "akten.dokument:process", args=lambda world: {"datei": str(world.cases["o"].datei.pk)}
    )
}
