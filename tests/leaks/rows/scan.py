"""Doors of scanning: batches, sheets, control, proof."""

from dataclasses import fields

from django.utils import timezone

from tests.leaks.row import ADMIN, UNIT, get, job, post
from tests.leaks.world import word
from verbundakte.akten.actions import Arrived
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.ids import uuid7
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions.stapel import Ankommend, Herkunft
from verbundakte.posteingang.models import (
    KanalArt,
    Scanklasse,
    Scanstapel,
    Stichprobe,
    Transfervermerk,
    Vermerksiegel,
)
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan.trennung import Teil
from verbundakte.posteingang.tests.factories import install_scanklassen
from verbundakte.standards.transfervermerk import Vermerk, digest

POST_ROOM = frozenset({"registratur"})
CHECKERS = frozenset({"sachbearbeiterin", "leitung", "registratur"})
ALL_CHECKERS = CHECKERS | {"sachbearbeiter_ordnung"}
AUDITORS = POST_ROOM | ADMIN
FOLDERS = ADMIN | {"systemverwaltung"}


def prepare(world):
    """Return the ids of a divided batch, of its scan, its way in and a sheet's Vorgang."""
    install_scanklassen()
    unit, at = Organisationseinheit.objects.get(kennzeichen="63"), timezone.now()
    kanal = actions.kanal_for(KanalArt.SCAN, unit, at)
    kanal.einstellungen = {"ordner": "mkordner"}
    kanal.save()
    klasse = Scanklasse.objects.get(kuerzel="eingangspost")
    stapel = _divided(world, kanal, klasse, "leak", at)
    sample = Stichprobe.objects.create(
        klasse=klasse, seed="x", prozent=3, mindestens=5, umfang=0, gezogen=0, created_at=at
    )
    return {
        "scanstapel": stapel.pk,
        "scankanal": kanal.pk,
        "scaneinheit": unit.pk,
        "scan": stapel.produkte.get().pk,
        "scanklasse": klasse.pk,
        "stichprobe": sample.pk,
        "vermerksiegel": _unsealed(_divided(world, kanal, klasse, "leak 2", at), at).pk,
    }


def _divided(world, kanal, klasse, key: str, at) -> Scanstapel:
    """Return a batch with one scan."""
    stored, actor = put_bytes(current_tenant(), f"%PDF-1.7 {key}".encode()), world.home.registratur
    herkunft = Herkunft(key, word("u", "stapel"), at)
    told = {"herkunft": herkunft, "stored": stored, "klasse": klasse, "at": at}
    stapel = actions.record_stapel(actor, kanal, **told)
    arrival = Ankommend(Teil(), Arrived(stored, word("u", "scan")))
    befunde = {"seiten": 1, "leer": [], "blaetter": [], "has_symbols": False}
    actions.file_stapel(actor, stapel, befunde=befunde, arrivals=[arrival], at=at)
    return stapel


def _unsealed(stapel: Scanstapel, at) -> Vermerksiegel:
    """Return a seal that a released scan waits for: its job would write down why there is none."""
    names = [one.name for one in fields(Vermerk)]
    moments = {name: at.isoformat() for name in names if name.endswith("_at")}
    angaben = dict.fromkeys(names, word("u", "scan")) | moments | {"seiten": 1}
    vermerk = Transfervermerk.objects.create(
        produkt=stapel.produkte.get(),
        sha256="0" * 64,
        angaben=angaben,
        xml_sha256=digest(Vermerk(**angaben)),
        created_at=at,
    )
    return Vermerksiegel.objects.create(vermerk=vermerk, ordered_at=at)


def _count(world, case):
    return {"gezaehlt": "1", "auffaellig": ""}


def _sheets(world, case):
    return {"art": "eingang", "einheit": "", "anzahl": "1"}


def _folder(world, case):
    unit = str(world.prepared["scaneinheit"])
    return {"bezeichnung": f"Mkscanner{uuid7()}", "art": "scan", "ordner": "mk/scan", "einheit": unit,
            "scanklasse": "", "ruhe": "5", "is_active": "on"}  # fmt: skip


def _nothing(world, case):
    return {"leer": ""}


def _wrong(world, case):
    return {"mangel": "farbe", "bemerkung": ""}


def _klasse(world, case):
    return {"klasse": "nachweise"}


STAPEL, SCAN = "scannen/stapel/{scanstapel}/", "scannen/scans/{scan}/"
ROWS = [
    get("scannen:stapel", "scannen/stapel/", POST_ROOM),
    get("scannen:hochladen", "scannen/stapel/neu/", POST_ROOM),
    post("scannen:hochladen", "scannen/stapel/neu/", POST_ROOM, _nothing, status=422),
    get("scannen:ein-stapel", STAPEL, POST_ROOM),
    get("scannen:original", f"{STAPEL}original", POST_ROOM),
    get("scannen:zaehlung", f"{STAPEL}zaehlung/", POST_ROOM),
    post("scannen:zaehlung", f"{STAPEL}zaehlung/", POST_ROOM, _count),
    get("scannen:vernichtung", f"{STAPEL}vernichtung/", POST_ROOM),
    post("scannen:vernichtung", f"{STAPEL}vernichtung/", POST_ROOM, _nothing, status=422),
    get("scannen:trennblaetter", "scannen/trennblaetter/", POST_ROOM),
    post("scannen:trennblaetter", "scannen/trennblaetter/", POST_ROOM, _sheets, status=200),
    post("scannen:deckblatt", "scannen/deckblatt/{vorgang}/", UNIT, status=200, cases="os"),
    get("scannen:ordner", "scannen/ordner/", FOLDERS),
    get("scannen:ordner-neu", "scannen/ordner/neu/", FOLDERS),
    post("scannen:ordner-neu", "scannen/ordner/neu/", FOLDERS, _folder),
    get("scannen:ein-ordner", "scannen/ordner/{scankanal}/", FOLDERS),
    post("scannen:ein-ordner", "scannen/ordner/{scankanal}/", FOLDERS, _folder),
    get("scannen:pruefung", "scannen/pruefung/", ALL_CHECKERS),
    post("scannen:stichprobe", "scannen/pruefung/klassen/{scanklasse}/stichprobe/", ALL_CHECKERS,
         quiet=" "),
    post("scannen:stichprobe-freigabe", "scannen/pruefung/stichproben/{stichprobe}/freigabe/",
         ALL_CHECKERS, quiet=" "),
    get("scannen:scan", SCAN, CHECKERS),
    post("scannen:sichtpruefung", f"{SCAN}sichtpruefung/", CHECKERS),
    post("scannen:beanstandung", f"{SCAN}beanstandung/", CHECKERS, _wrong),
    post("scannen:freigabe", f"{SCAN}freigabe/", CHECKERS, quiet=" "),
    get("scannen:ersatz", f"{SCAN}ersatz/", CHECKERS),
    post("scannen:ersatz", f"{SCAN}ersatz/", CHECKERS, _nothing, status=422),
    get("scannen:klasse", f"{SCAN}klasse/", CHECKERS),
    post("scannen:klasse", f"{SCAN}klasse/", CHECKERS, _klasse),
    get("scannen:vermerk-xml", f"{SCAN}transfervermerk.xml", frozenset()),
    get("scannen:vermerk-siegel", f"{SCAN}transfervermerk.p7s", frozenset()),
    get("scannen:vermerk-pdf", f"{SCAN}transfervermerk.pdf", frozenset()),
    get("scannen:pruefbericht", "scannen/pruefbericht/", AUDITORS),
    get("scannen:verfahren", "scannen/verfahren/", AUDITORS),
    post("scannen:verfahren", "scannen/verfahren/", AUDITORS),
    get("scannen:verfahren-pdf", "scannen/verfahren/1.pdf", frozenset()),
]
JOBS = {
    "posteingang.ordner.take": job(
        Permission.SCAN_WORK,
        Permission.EINGANG_RECORD,
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
    "posteingang.vermerk.seal": job(
        Permission.SCAN_CHECK,
        args=lambda world: {"siegel": str(world.prepared["vermerksiegel"])},
        error="",
    ),
}
