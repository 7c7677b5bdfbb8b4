"""Doors of the room `web` and of the Verbund."""

from tests.leaks.row import (
    ADMIN,
    ALL,
    AMIRA,
    SEARCH,
    get,
    post,
    with_values,
)

ROWS = [
    get("web:schreibtisch", "", ALL),
    get("web:suche", f"suche/{SEARCH}", ALL),
    get("web:suche", f"suche/{SEARCH}&facetten=an", ALL),
    get("web:suche", "suche/?q=Mknbetref", ALL),
    get("web:suche-facetten", f"suche/facetten/{SEARCH}", ALL),
    get("web:anmelden", "anmelden/", ALL, anonymous=200, public=True),
    post(
        "web:anmelden", "anmelden/", ALL, with_values(login="x", password="y"),
        status=422, anonymous=422, public=True,
    ),
    post("web:abmelden", "abmelden/", ALL, public=True, quiet=" "),
    get("web:stadt", "stadt/", ALL),
    get("web:konto", "konto/", ALL),
    post("web:ansicht", "konto/ansicht/", ALL, with_values(theme="dark"), quiet=" "),
    get("web:auftraege", "auftraege/", ALL, own=True),
    get("web:auftrag", "auftraege/{job}/", AMIRA, own=True),
    get("web:betrieb", "betrieb/", frozenset({"systemverwaltung"}), other=403),
    get("ui:gestaltung", "gestaltung/", ALL),
    get("ui:tasten", "hilfe/tastatur/", ALL),
    get("verbund:mitglieder", "verbund/", ADMIN),
]  # fmt: skip
