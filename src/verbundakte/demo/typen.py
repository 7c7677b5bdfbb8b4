"""Dokumenttypen and a Vorgangstyp with own fields, and values for the documents of the demo."""

from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid5

from verbundakte.akten.models import Dokumenttyp
from verbundakte.core.bausteine.actions import (
    change_draft,
    create_baustein,
    create_draft,
    release,
)
from verbundakte.core.clock import today
from verbundakte.core.kalender import KALENDER, Land
from verbundakte.core.kalender import STANDARD_KEY as KALENDER_KEY
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.demo import world as demo
from verbundakte.verbund.services import SETUP

SPACE = UUID("6f2a2c1e-41d7-4a5e-8a55-b6a4d0e6a001")
VORHABEN = ("Neubau", "Umbau", "Nutzungsänderung", "Abbruch")


def _feld(name: str, art: str, order: int, **more) -> dict:
    """Return a FeldSpec; its id follows from its name, so that it is the same in every town."""
    key = str(uuid5(SPACE, name))
    return {"id": key, "bezeichnung": name, "art": art, "reihenfolge": order, **more}


def _options(*labels: str) -> list[dict]:
    return [
        {"id": str(uuid5(SPACE, label)), "bezeichnung": label, "reihenfolge": order}
        for order, label in enumerate(labels, 1)
    ]


BAUANTRAG = {
    "kuerzel": "bauantrag",
    "bezeichnung": "Bauantrag",
    "beschreibung": "Anträge nach der Landesbauordnung.",
    "reihenfolge": 25,
    "felder": [
        _feld(
            "Flurstück",
            "text",
            1,
            is_pflicht=True,
            hinweis="Zähler und Nenner aus dem Liegenschaftskataster.",
            muster="{Ziffern:1-5}[/{Ziffern:1-4}]",
            beispiel="123/4",
        ),
        _feld("Vorhaben", "auswahl", 2, optionen=_options(*VORHABEN)),
        _feld(
            "Wohnungen", "zahl", 3, nur_wenn_feld="Vorhaben", nur_wenn_wert="Neubau", vorgabe="1"
        ),
        _feld("Baukosten", "geld", 4),
        _feld("Baudenkmal", "ja_nein", 5, hinweis="Dann ist die Denkmalbehörde zu hören."),
    ],
}
RECHNUNG = {
    "kuerzel": "rechnung",
    "bezeichnung": "Rechnung",
    "beschreibung": "Forderungen an die Verwaltung.",
    "reihenfolge": 35,
    "felder": [
        _feld("Rechnungsnummer", "text", 1, is_pflicht=True),
        _feld("Rechnungsbetrag", "geld", 2, is_pflicht=True),
        _feld("Fällig am", "datum", 3),
        _feld("Sachlich geprüft von", "person", 4),
    ],
}
BESCHEID_FELDER = [
    _feld("Widerspruchsfrist bis", "datum", 1, hinweis="Einen Monat nach der Bekanntgabe."),
    _feld("Festgesetzter Betrag", "geld", 2),
]
BAUGENEHMIGUNG = {
    "kuerzel": "baugenehmigung",
    "bezeichnung": "Baugenehmigung",
    "beschreibung": "Verfahren über Bauanträge.",
    "reihenfolge": 10,
    "felder": [
        _feld("Verfahren", "auswahl", 1, optionen=_options("vereinfacht", "umfassend")),
        _feld("Frühere Bauakte", "verweis", 2),
    ],
}


def release_typen(on: date) -> None:
    """Release the types of the demo in the open town."""
    for kind, data in (
        ("akten.dokumenttyp", BAUANTRAG),
        ("akten.dokumenttyp", RECHNUNG),
        ("akten.vorgangstyp", BAUGENEHMIGUNG),
    ):
        baustein = create_baustein(SETUP, kind, data=data, key=uuid5(SPACE, data["kuerzel"]))
        release(SETUP, BausteinVersion.objects.get(baustein=baustein), valid_from=on)
    bescheid = Dokumenttyp.objects.get(kuerzel="bescheid")
    draft = create_draft(SETUP, Baustein.objects.get(key=bescheid.key), reason="Frist und Betrag")
    values = ("kuerzel", "bezeichnung", "beschreibung", "reihenfolge", "symbol")
    data = {name: getattr(bescheid, name) for name in values} | {"felder": BESCHEID_FELDER}
    draft = change_draft(SETUP, draft, data=data, seen=draft.revision)
    release(SETUP, draft, valid_from=on)


def release_kalender(on: date) -> None:
    """Release the calendar of the open town: its Land, and when its office is closed."""
    closed = {
        "id": str(uuid5(SPACE, "zwischen den Jahren")),
        "bezeichnung": "zwischen den Jahren",
        "von": f"{today().year}-12-28",
        "bis": f"{today().year}-12-30",
    }
    data = {"bezeichnung": "Kalender der Kommune", "land": Land.NI.value, "schliesstage": [closed]}
    baustein = create_baustein(SETUP, KALENDER, data=data, key=KALENDER_KEY)
    release(SETUP, BausteinVersion.objects.get(baustein=baustein), valid_from=on)


def written(dokument: demo.Dokument, kuerzel: str) -> dict[str, str]:
    """Return {name of a field: what a clerk would have typed}; the same for the same document."""
    rng = Random(dokument.key)
    if kuerzel == "bauantrag":
        return {
            "flurstuck": f"{rng.randint(4, 380)}/{rng.randint(1, 19)}",
            "vorhaben": rng.choice(VORHABEN),
            "wohnungen": str(rng.randint(1, 6)),
            "baukosten": f"{rng.randint(15, 640)}.000,00",
            "baudenkmal": rng.choice(("nein", "nein", "nein", "ja")),
        }
    if kuerzel == "rechnung":
        return {
            "rechnungsnummer": f"R-{dokument.datum_des_schreibens.year}-{rng.randint(100, 999)}",
            "rechnungsbetrag": f"{rng.randint(80, 990)},{rng.randint(10, 99)}",
            "fallig_am": f"{dokument.datum_des_schreibens + timedelta(days=30):%d.%m.%Y}",
        }
    if kuerzel == "bescheid" and not dokument.is_entwurf:
        return {
            "widerspruchsfrist_bis": f"{dokument.datum_des_schreibens + timedelta(days=33):%d.%m.%Y}"
        }
    return {}
