"""Doors of the login: second factor, passkeys, one's own security."""

from tests.leaks.row import ADMIN, ALL, AMIRA, form, get, nothing, post, with_values
from verbundakte.core.ids import uuid7
from verbundakte.core.models import Account
from verbundakte.core.sessions import sessions_of

SETTERS = ADMIN | {"systemverwaltung"}
SAFE = "organisation/sicherheit"


def _wrong(name, path, body, **more):
    """Return the row of a change everybody may try with the wrong values."""
    return post(name, path, ALL, body, status=422, **more)


ROWS = [
    # Whoever is logged in and has no second factor has no second step; without a login neither.
    get("web:zweiter-faktor", "anmelden/zweiter-faktor/?next=/musterstadt/", ALL, anonymous=302, public=True),
    post("web:zweiter-faktor", "anmelden/zweiter-faktor/?next=/musterstadt/", ALL, with_values(code="123456"),
         status=422, anonymous=302, public=True),
    post("web:passkey", "anmelden/passkey/", ALL, with_values(antwort="{}"), status=422,
         anonymous=422, public=True),
    post("web:passkey-aufgabe", "anmelden/passkey/aufgabe/", ALL, status=200, anonymous=200,
         public=True, quiet=" "),
    # The rows run without a mail server; with one the answer is the same for every login.
    get("web:kennwort-vergessen", "kennwort/", frozenset(), anonymous=404, public=True),
    get("web:kennwort-neu", "kennwort/neu/", ALL, status=410, anonymous=410, public=True),
    post("web:kennwort-neu", "kennwort/neu/?konto=x", ALL, with_values(new="x"), status=410,
         anonymous=410, public=True),
    # No service is set up here; how one logs in at it stands in web/tests/test_directory.py.
    get("web:dienst", "anmelden/dienst/", frozenset(), anonymous=404, public=True),
    get("web:dienst-rueckkehr", "anmelden/dienst/rueckkehr/", frozenset(), anonymous=404, public=True),
    # It comes from a foreign page by design, lets nobody in itself, and is not there without SAML.
    post("web:dienst-antwort", "anmelden/dienst/antwort/", frozenset(), anonymous=404, public=True),
    get("web:dienst-metadaten", "anmelden/dienst/metadaten/", frozenset(), anonymous=404, public=True),
    get("organisation:saml-dienst", "organisation/anmeldedienst/saml/", SETTERS),
    post("organisation:saml-dienst", "organisation/anmeldedienst/saml/", SETTERS, with_values(
        label="Dienst", own_address="https://akte.example.org", text="<a/>"), status=422),
    *form("organisation:anmeldedienst", "organisation/anmeldedienst/", SETTERS, with_values(
        label="Dienst", issuer="https://idp.example.org", client_id="x", secret="y")),
    get("organisation:dienstkonto", "organisation/personen/{person}/dienstkonto/", ADMIN),
    post("organisation:dienstkonto", "organisation/personen/{person}/dienstkonto/", ADMIN,
         with_values(subject="x"), status=422),
    get("organisation:sicherheit", f"{SAFE}/", ALL),
    get("organisation:kennwort", f"{SAFE}/kennwort/", ALL),
    _wrong("organisation:kennwort", f"{SAFE}/kennwort/", with_values(old="x", new="y")),
    get("organisation:email", f"{SAFE}/email/", ALL),
    _wrong("organisation:email", f"{SAFE}/email/", with_values(email="a@b.de", password="x")),
    get("organisation:app", f"{SAFE}/app/", ALL),
    _wrong("organisation:app", f"{SAFE}/app/", with_values(code="000000")),
    get("organisation:app-ende", f"{SAFE}/app/ende/", frozenset()),
    post("organisation:app-ende", f"{SAFE}/app/ende/", frozenset()),
    get("organisation:passkey-neu", f"{SAFE}/passkeys/neu/", ALL),
    _wrong("organisation:passkey-neu", f"{SAFE}/passkeys/neu/", with_values(name="x", antwort="{}")),
    post("organisation:passkey-aufgabe", f"{SAFE}/passkeys/aufgabe/", ALL, status=200, quiet=" "),
    get("organisation:passkey-ende", SAFE + "/passkeys/{passkey}/ende/", frozenset()),
    post("organisation:passkey-ende", SAFE + "/passkeys/{passkey}/ende/", frozenset()),
    get("organisation:wiederherstellungscodes", f"{SAFE}/wiederherstellungscodes/", frozenset()),
    post("organisation:wiederherstellungscodes", f"{SAFE}/wiederherstellungscodes/", frozenset()),
    post("organisation:geraet-ende", SAFE + "/geraete/{geraet}/ende/", AMIRA),
    post("organisation:geraete-ende", f"{SAFE}/geraete/ende/", ALL),
    *form("organisation:faktoren", "organisation/personen/{person}/zweite-faktoren/", ADMIN, nothing),
]  # fmt: skip


def prepare(world):
    """Return a passkey and a device of people who are not at the door."""
    account = Account.objects.get(login="sachbearbeiterin.musterstadt")
    return {"passkey": uuid7(), "geraet": sessions_of(account)[0].public_id}
