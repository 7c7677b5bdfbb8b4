"""Doors of the post room: its queue, single Eingänge, what is brought in by hand."""

import json

from django.utils import timezone

from tests.leaks.row import AMIRA, FILE, UNIT, form, get, post, with_values
from tests.leaks.rows.posteingang import READERS
from verbundakte.akten.actions import Arrived
from verbundakte.core.blobs.store import put_bytes
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.models import KanalArt
from verbundakte.posteingang.rules import kennung

TAKES_IN = READERS


def prepare(world):
    """Let an open letter lie in the unit of the clerk."""
    unit, at = Organisationseinheit.objects.get(kennzeichen="63"), timezone.now()
    arrived = Arrived(put_bytes(world.home.tenant.pk, b"Guten Tag"), "Brief.txt")
    ankunft = actions.Ankunft(
        kennung=kennung("upload", "offen"), eingegangen_at=at, betreff="Offener Brief"
    )
    kanal = actions.kanal_for(KanalArt.UPLOAD, unit, at)
    row = actions.record_eingang(world.amira(), kanal, ankunft=ankunft, arrived=arrived, at=at)
    return {"brief": row.pk}


def _upload(world, case):
    return json.dumps({"name": "a.txt", "size": 1, "target": "poststelle"})


def _paper(world, case):
    return {
        "token": "leck", "weg": "post", "eingegangen_at": "2026-11-02T08:00",
        "betreff": "Rolle", "verschluss": "offen",
    }  # fmt: skip


TO_UNIT = with_values(an="63", next="")
BACK = with_values(grund="Irrläufer")
STAPEL = with_values(tun="annahme")

ROWS = [
    get("posteingang:eingaenge", "posteingang/", READERS),
    get("posteingang:eingaenge", "posteingang/?bereich=alle&eingang={eingang}", AMIRA),
    get("posteingang:eingang", "posteingang/{eingang}/", AMIRA),
    get("posteingang:eingang", "posteingang/{brief}/", UNIT),
    get("posteingang:eingangsbestaetigung", "posteingang/{brief}/eingangsbestaetigung", UNIT),
    get("posteingang:eingangsbestaetigung", "posteingang/{eingang}/eingangsbestaetigung", AMIRA),
    get("posteingang:eingangsstempel", "posteingang/{brief}/eingangsstempel", frozenset()),
    get("posteingang:erfassung", "posteingang/neu/", TAKES_IN),
    post("posteingang:erfassung", "posteingang/neu/", TAKES_IN, _paper, own=True),
    post("posteingang:dateien", "posteingang/dateien/", TAKES_IN, FILE, own=True),
    post("posteingang:uploads", "posteingang/uploads/", TAKES_IN, _upload, status=201,
         own=True),
    post("posteingang:upload-abschluss", "posteingang/uploads/{empty_upload}/abschluss/", AMIRA,
         status=201),
    post("posteingang:zuleitung", "posteingang/{eingang}/zuleitung/", AMIRA, TO_UNIT, quiet=" "),
    post("posteingang:annahme", "posteingang/{eingang}/annahme/", AMIRA),
    post("posteingang:vertretung", "posteingang/{eingang}/vertretung/", AMIRA, quiet=" "),
    post("posteingang:ablage", "posteingang/{eingang}/ablage/", AMIRA, quiet=" "),
    post("posteingang:ablage-ende", "posteingang/{eingang}/ablage/ruecknahme/", AMIRA, quiet=" "),
    *form("posteingang:rueckgabe", "posteingang/{eingang}/rueckgabe/", AMIRA, BACK, status=422),
    *form("posteingang:medienbruch", "posteingang/{eingang}/medienbruch/", AMIRA, BACK, status=422),
    *form("posteingang:verschluss", "posteingang/{eingang}/verschluss/", AMIRA, BACK, status=422),
    *form("posteingang:oeffnung", "posteingang/{eingang}/oeffnung/", AMIRA, BACK, status=422),
    *form("posteingang:berichtigung", "posteingang/{eingang}/berichtigung/", AMIRA, BACK,
          status=422),
    get("posteingang:stapel", "posteingang/stapel/", READERS, status=302),
    post("posteingang:stapel", "posteingang/stapel/", READERS, STAPEL, quiet=" "),
    get("posteingang:rueckstand", "posteingang/rueckstand/", frozenset({"registratur"})),
    get("posteingang:trennung", "posteingang/{brief}/trennung/", UNIT),
    post("posteingang:trennung", "posteingang/{eingang}/trennung/", frozenset(), BACK),
]  # fmt: skip
