"""The search narrowed to one Vorgang, by every facet, and with its reasons."""

from tests.leaks.row import ALL, SEARCH, UNIT, get

ROWS = [
    get("web:suche", f"suche/{SEARCH}&warum=an&facetten=an&zustand=in-bearbeitung", ALL),
    get("web:suche", f"suche/{SEARCH}&innerhalb={{vorgang}}&warum=an", UNIT, cases="ons"),
    get("web:suche-facetten", f"suche/facetten/{SEARCH}&was=dokument&plan=000", ALL),
]
