"""Doors of the viewer: pages without a script, words found, remarks on a page, stamped copies."""

from tests.leaks.row import UNIT, get

ROWS = [
    get("akten:seiten", "dateien/{datei}/seiten/", UNIT, cases="onsu"),
    get("akten:fundstellen", "dateien/{datei}/fundstellen?suche=Mk*", UNIT, cases="onsu"),
]  # fmt: skip
