"""Doors of how files are read: another try, and making Lesefassungen anew."""

from tests.leaks.row import UNIT, WRITERS, get, job, post, with_values

KEEPERS = frozenset({"fachadministration", "systemverwaltung"})

ROWS = [
    get("akten:kennwort-ansicht", "dateien/{datei}/kennwort/", UNIT, status=302, cases="onsu"),
    post("akten:kennwort-ansicht", "dateien/{datei}/kennwort/", UNIT, with_values(kennwort="x"),
         cases="os", quiet="os"),
    post("akten:verarbeitung", "dateien/{datei}/verarbeitung/", WRITERS, cases="ons", quiet="ons"),
    get("akten:erneuerung", "lesefassungen/", KEEPERS),
    post("akten:erneuerung", "lesefassungen/", KEEPERS, with_values(umfang="veraltet")),
]

JOBS = {
    "akten.datei.renew": job("akten.dokument:process", args=lambda world: {"kinds": []}, error="")
}
