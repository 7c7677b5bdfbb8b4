"""Doors of what persons and units may do, and of what would change."""

from tests.leaks.row import get

SEES = frozenset({"fachadministration", "datenschutz"})
OWN = SEES | {"sachbearbeiterin"}
PERSON, EINHEIT = "rechte/personen/{person}", "rechte/einheiten/{einheit}"

ROWS = [
    get("akten:rechte-person", f"{PERSON}/", OWN),
    get("akten:rechte-person-csv", f"{PERSON}/csv/", OWN),
    get("akten:rechte-wechsel", f"{PERSON}/wechsel/?einheit={{einheit}}", SEES),
    get("akten:rechte-einheit", f"{EINHEIT}/", SEES),
    get("akten:rechte-einheit-csv", f"{EINHEIT}/csv/", SEES),
]
