"""Doors of how files are read: another try, and making Lesefassungen anew."""

from tests.leaks.row import WRITERS, get, job, post, with_values

KEEPERS = frozenset({"fachadministration", "systemverwaltung"})

ROWS = [
    post("akten:verarbeitung", "dateien/{datei}/verarbeitung/", WRITERS, cases="ons", quiet="ons"),
    get("akten:erneuerung", "lesefassungen/", KEEPERS),
    post("akten:erneuerung", "lesefassungen/", KEEPERS, with_values(umfang="veraltet")),
]

JOBS = {
    "akten.datei.renew": job("akten.dokument:process", args=lambda world: {"kinds": []}, error="")
}
