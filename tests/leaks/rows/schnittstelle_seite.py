"""The description of the API for people: the same for everybody who works here."""

from tests.leaks.row import ALL, get

ROWS = [
    get("schnittstelle:schnittstelle", "schnittstelle/", ALL),
    get("schnittstelle:operation", "schnittstelle/get_vorgang/", ALL),
]
