"""Doors of the room `organisation`."""

from tests.leaks.row import (
    ADMIN,
    ALL,
    AMIRA,
    DAY,
    END,
    ROLES,
    TOKENS,
    form,
    get,
    nothing,
    post,
    with_values,
)

NAMES = with_values(vorname="Nora", familienname="Neu", kennzeichen="99", name="Neu", revision="1")
PLACE = with_values(bezeichnung="Neu", revision="1")
PERSON = "organisation/personen/{person}"
STELLE = "organisation/stellen/{stelle}"
EINHEIT = "organisation/einheiten/{einheit}"
OTTO = "{otto}"

ROWS = [
    get("organisation:einheiten", "organisation/einheiten/", ALL),
    *form("organisation:einheit-neu", "organisation/einheiten/neu/", ADMIN, NAMES),
    get("organisation:einheit", f"{EINHEIT}/", ALL),
    *form("organisation:einheit-bearbeiten", f"{EINHEIT}/bearbeiten/", ADMIN, NAMES),
    *form("organisation:einheit-schliessung", f"{EINHEIT}/schliessung/", ADMIN, END, status=422),
    *form("organisation:stelle-neu", f"{EINHEIT}/stellen/neu/", ADMIN, PLACE),
    *form("organisation:stelle-bearbeiten", f"{STELLE}/bearbeiten/", ADMIN, PLACE),
    *form("organisation:stelle-aufhebung", f"{STELLE}/aufhebung/", ADMIN, END, status=422),
    *form("organisation:besetzung-neu", f"{STELLE}/besetzungen/neu/", ADMIN, lambda world, case: {
        "person": world.home.persons["sachbearbeiter_ordnung"], "from_on": DAY}),
    *form("organisation:besetzung-ende", STELLE + "/besetzungen/{person}/ende/", ADMIN, END),
    get("organisation:personen", "organisation/personen/", ALL),
    *form("organisation:person-neu", "organisation/personen/neu/", ADMIN, NAMES),
    get("organisation:person", f"{PERSON}/", ALL),
    *form("organisation:person-bearbeiten", f"{PERSON}/bearbeiten/", ADMIN, NAMES),
    *form("organisation:rolle-zuweisung", f"{PERSON}/rollen/neu/", ADMIN, lambda world, case: {
        "rolle": world.rolle_key, "from_on": DAY}),
    *form("organisation:rolle-entzug", PERSON + "/rollen/{own_rolle}/ende/", ADMIN, END),
    *form("organisation:anmeldung", f"{PERSON}/anmeldung/", ADMIN,
          with_values(password="Ein-langes-Kennwort-81")),
    *form("organisation:anmeldung-ende", f"{PERSON}/anmeldung/ende/", ADMIN, nothing),
    get("organisation:rollen", "organisation/rollen/", ROLES),
    get("organisation:rolle", "organisation/rollen/{own_rolle}/", ROLES),
    get("organisation:zugangsschluessel", "organisation/zugangsschluessel/", TOKENS),
    post("organisation:zugangsschluessel", "organisation/zugangsschluessel/", TOKENS,
         with_values(name="Probe", days="5"), status=200),
    *form("organisation:zugangsschluessel-ende", "organisation/zugangsschluessel/{token}/ende/",
          AMIRA, nothing),
]  # fmt: skip
