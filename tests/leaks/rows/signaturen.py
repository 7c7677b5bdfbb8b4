"""Signatures: whoever reads a Dokument reads what was found out about it, nobody else."""

from datetime import timedelta

from django.utils import timezone

from tests.leaks.row import ADMIN, UNIT, WRITERS, api, get, job, post, with_values
from tests.leaks.world import word
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.converters.signatures.verdict import Signature
from verbundakte.signaturen.models import (
    Organisationszertifikat,
    Signaturauftrag,
    Signaturpruefung,
)

DOKUMENT = "signaturen/dokumente/{dokument}/"
ZERTIFIKATE = "signaturen/zertifikate/"
LONG_AGO = timezone.make_aware(timezone.datetime(2020, 1, 1))
NAMED = with_values(bezeichnung="Siegel")
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
    zertifikat = Organisationszertifikat.objects.create(
        bezeichnung="Mksiegel",
        art="siegel",
        sha256="0" * 64,
        geheimnis="mkgeheimnis",
        gilt_from_at=LONG_AGO,
        gilt_to_at=timezone.now() + timedelta(days=300),
        created_at=timezone.now(),
    )
    auftrag = Signaturauftrag.objects.create(
        dokument=case.dokument,
        fassung=case.fassung,
        sha256="0" * 64,
        zertifikat=zertifikat,
        person=world.home.persons["leitung"],
        created_at=timezone.now(),
        done_at=timezone.now(),
    )
    return {"pruefung": row.pk, "zertifikat": zertifikat.pk, "signaturauftrag": auftrag.pk}


def _datei(world, case):
    return {"datei": str(case.datei.pk)}


def _certificate(world, case):
    return {"bezeichnung": "Siegel", "art": "siegel", "kennwort": "x", "datei": b"keines"}


JOBS = {
    "signaturen.datei.verify": job(
        AktenPermission.DOKUMENT_PROCESS,
        args=lambda world: {"datei": str(world.cases["o"].datei.pk)},
    ),
    "signaturen.dokument.sign": job(
        AktenPermission.DOKUMENT_PROCESS,
        args=lambda world: {"auftrag": str(world.prepared["signaturauftrag"])},
        error="",
    ),
}
ROWS = [
    api("get_signaturen", "dokumente/{dokument}/signaturen", UNIT, cases="on"),
    get("signaturen:dokument", DOKUMENT, UNIT, cases="on"),
    post("signaturen:erneute-pruefung", f"{DOKUMENT}pruefung/", WRITERS, _datei, cases="on"),
    get("signaturen:signatur", f"{DOKUMENT}signatur/", WRITERS, status=302, cases="on"),
    post("signaturen:signatur", f"{DOKUMENT}signatur/", WRITERS, cases="on", quiet="on"),
    get("signaturen:zertifikate", ZERTIFIKATE, ADMIN),
    get("signaturen:zertifikat-neu", f"{ZERTIFIKATE}neu/", ADMIN),
    post(
        "signaturen:zertifikat-neu",
        f"{ZERTIFIKATE}neu/",
        ADMIN,
        _certificate,
        status=422,
        quiet=" ",
    ),
    get("signaturen:fernsignatur", f"{ZERTIFIKATE}fernsignatur/", ADMIN),
    post(
        "signaturen:fernsignatur",
        f"{ZERTIFIKATE}fernsignatur/",
        ADMIN,
        NAMED,
        status=422,
        quiet=" ",
    ),
    get("signaturen:geraet", f"{ZERTIFIKATE}geraet/", ADMIN),
    post("signaturen:geraet", f"{ZERTIFIKATE}geraet/", ADMIN, NAMED, status=422, quiet=" "),
    post("signaturen:zertifikat-ende", f"{ZERTIFIKATE}{{zertifikat}}/ende/", ADMIN),
    get("signaturen:pruefung", PRUEFUNG, UNIT),
    get("signaturen:pruefbericht", f"{PRUEFUNG}bericht", UNIT),
]
