"""Signatures: whoever reads a Dokument reads what was found out about it, nobody else."""

from django.utils import timezone

from tests.leaks.row import UNIT, WRITERS, get, job, post
from tests.leaks.world import word
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.converters.signatures.verdict import Signature
from verbundakte.signaturen.models import Signaturpruefung

DOKUMENT = "signaturen/dokumente/{dokument}/"
PRUEFUNG = "signaturen/pruefungen/{pruefung}/"


def prepare(world):
    """Write down a verification of the ordinary Dokument."""
    case = world.cases["o"]
    told = Signature(unterzeichner=word("o", "absender")).as_json()
    row = Signaturpruefung.objects.create(
        dokument=case.dokument,
        datei=case.datei,
        sha256="0" * 64,
        format="pades",
        urteil="nicht_pruefbar",
        signaturen=[told],
        created_at=timezone.now(),
    )
    return {"pruefung": row.pk}


def _datei(world, case):
    return {"datei": str(case.datei.pk)}


JOBS = {
    "signaturen.datei.verify": job(
        AktenPermission.DOKUMENT_PROCESS,
        args=lambda world: {"datei": str(world.cases["o"].datei.pk)},
    )
}
ROWS = [
    get("signaturen:dokument", DOKUMENT, UNIT, cases="on"),
    post("signaturen:erneute-pruefung", f"{DOKUMENT}pruefung/", WRITERS, _datei, cases="on"),
    get("signaturen:pruefung", PRUEFUNG, UNIT),
    get("signaturen:pruefbericht", f"{PRUEFUNG}bericht", UNIT),
]
