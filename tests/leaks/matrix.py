"""The leak matrix: every door of the house, who gets in, and what all others get.

A row names one url (or API operation) and method. `cases` are the prepared things its address can
mean (o: ordinary, n: narrowed to one person, s: Geheimnisklasse, c: closed, u: unassigned); who may
read a case stands in READERS. `who` gets `status`; whoever reads the case but is not in `who` gets
`seen`; everybody else gets `other`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.leaks.world import BAIT, CAST

ALL = frozenset(CAST)
AMIRA = frozenset({"sachbearbeiterin"})
UNIT = frozenset({"sachbearbeiterin", "leitung", "registratur", "assistenz"})
WRITERS = UNIT - {"assistenz"}
ADMIN = frozenset({"fachadministration"})
FILES = UNIT | {"sachbearbeiter_ordnung", "rechnungspruefung", "archiv"}
PLAN = ALL - {"systemverwaltung"}
TOKENS = WRITERS | {"sachbearbeiter_ordnung", "fachadministration", "systemverwaltung"}
ROLES = WRITERS | {"sachbearbeiter_ordnung", "fachadministration", "datenschutz", "archiv"}
READERS = {"o": UNIT, "c": UNIT, "u": UNIT, "n": AMIRA, "s": AMIRA}
DAY = "2026-11-02"


def _nothing(world, case):
    return {}


@dataclass(frozen=True)
class Row:
    """One door: see the module's text. `path` may name ids of the case and of the world."""

    name: str
    method: str
    path: str
    who: frozenset
    status: int = 200
    cases: str = ""
    seen: int = 403
    other: int = 404
    anonymous: int = 302
    public: bool = False
    body: Callable = _nothing

    @property
    def is_api(self) -> bool:
        """Tell whether a token opens this door, not a session."""
        return self.name.startswith("api:")

    def allowed(self, role: str, case: str) -> bool:
        """Tell whether a role gets in."""
        return role in self.who and (not case or role in READERS[case])

    def promised(self, role: str, case: str) -> int:
        """Return the status for a role of Musterstadt."""
        if self.allowed(role, case):
            return self.status
        return self.seen if case and role in READERS[case] else self.other


def get(name, path, who, **more) -> Row:
    """Return a row of a page."""
    return Row(name, "GET", path, who, **more)


def post(name, path, who, body=_nothing, *, status=302, **more) -> Row:
    """Return a row of a change."""
    return Row(name, "POST", path, who, status=status, body=body, **more)


def _edit(kind):
    def body(world, case):
        row = case.objects[kind]
        return {
            "revision": row.revision,
            "betreff": "Neu",
            "medium": "001",
            "dokumenttyp": "bescheid",
        }

    return body


def _json_upload(world, case):
    target = f"vorgang:{case.vorgang.pk}"
    return json.dumps({"name": "a.txt", "size": 1, "path": "", "target": target})


def _with(**values):
    return lambda world, case: values


CLOSE, REASON = _with(closed_on=DAY), _with(reason="Nachtrag")
END = _with(on="2026-11-30")
FILE = _with(dateien=b"Inhalt")
BETREFF = _with(betreff="Neu")
SEARCH = f"?q={BAIT}"

DOOR = [
    get("web:schreibtisch", "", ALL),
    get("web:suche", f"suche/{SEARCH}", ALL),
    get("web:suche", f"suche/{SEARCH}&facetten=an", ALL),
    get("web:suche", "suche/?q=Mknbetref", ALL),
    get("web:suche-facetten", f"suche/facetten/{SEARCH}", ALL),
    get("web:anmelden", "anmelden/", ALL, anonymous=200, public=True),
    post(
        "web:anmelden", "anmelden/", ALL, _with(login="x", password="y"),
        status=422, anonymous=422, public=True,
    ),
    post("web:abmelden", "abmelden/", ALL, public=True),
    get("web:stadt", "stadt/", ALL),
    get("web:konto", "konto/", ALL),
    post("web:konto", "konto/", ALL, _with(old="x", new="y"), status=422),
    post("web:ansicht", "konto/ansicht/", ALL, _with(theme="dark")),
    get("web:auftraege", "auftraege/", ALL),
    get("web:auftrag", "auftraege/{job}/", AMIRA),
    get("web:betrieb", "betrieb/", frozenset({"systemverwaltung"}), other=403),
    get("ui:gestaltung", "gestaltung/", ALL),
    get("ui:tasten", "hilfe/tastatur/", ALL),
    get("verbund:mitglieder", "verbund/", ADMIN),
]  # fmt: skip

AKTEN = [
    get("akten:aktenplan", "aktenplan/", PLAN),
    get("akten:aktenplan", "aktenplan/?einheit={plan}", PLAN),
    get("akten:akte-neu", "akten/neu/?wort=Wohn", ALL),
    post("akten:akte-neu", "akten/neu/?einheit={plan}", WRITERS, lambda world, case: {
        "betreff": "Neu", "federfuehrung": world.cases["o"].plan.federfuehrung_id, "medium": "001",
    }, other=200),
    get("akten:akte", "akten/{akte}/", UNIT, cases="osc"),
    get("akten:akte", "akten/{akte}/?ansicht=verlauf", UNIT, cases="os"),
    get("akten:akte", "akten/{akte}/?ansicht=angaben", UNIT, cases="os"),
    get("akten:akte-bearbeiten", "akten/{akte}/bearbeiten/", UNIT, cases="os"),
    post("akten:akte-bearbeiten", "akten/{akte}/bearbeiten/", WRITERS, _edit("akte"), cases="os"),
    get("akten:akte-zda-verfuegung", "akten/{akte}/zda-verfuegung/", UNIT, cases="os"),
    post("akten:akte-zda-verfuegung", "akten/{akte}/zda-verfuegung/", WRITERS, CLOSE, status=422,
         cases="os"),
    get("akten:akte-wiederaufnahme", "akten/{akte}/wiederaufnahme/", UNIT, cases="cs"),
    post("akten:akte-wiederaufnahme", "akten/{akte}/wiederaufnahme/",
         frozenset({"registratur"}), REASON, cases="cs"),
    get("akten:akte-zugriff", "akten/{akte}/zugriff/", WRITERS, cases="os"),
    post("akten:akte-zugriff", "akten/{akte}/zugriff/", WRITERS, _with(choice="sachgebiet"),
         cases="os"),
    get("akten:vorgang-neu", "akten/{akte}/vorgaenge/neu/", UNIT, cases="os"),
    post("akten:vorgang-neu", "akten/{akte}/vorgaenge/neu/", WRITERS, BETREFF, cases="os"),
    get("akten:vorgang", "vorgaenge/{vorgang}/", UNIT, cases="onsc"),
    get("akten:vorgang", "vorgaenge/{vorgang}/?ansicht=verlauf", UNIT, cases="ons"),
    get("akten:vorgang", "vorgaenge/{vorgang}/?ansicht=zugriff", UNIT, cases="ons"),
    get("akten:vorgang-bearbeiten", "vorgaenge/{vorgang}/bearbeiten/", UNIT, cases="ons"),
    post("akten:vorgang-bearbeiten", "vorgaenge/{vorgang}/bearbeiten/", WRITERS,
         _edit("vorgang"), cases="ons"),
    get("akten:zda-verfuegung", "vorgaenge/{vorgang}/zda-verfuegung/", UNIT, cases="ons"),
    post("akten:zda-verfuegung", "vorgaenge/{vorgang}/zda-verfuegung/", WRITERS, CLOSE, cases="ons"),
    get("akten:wiederaufnahme", "vorgaenge/{vorgang}/wiederaufnahme/", UNIT, cases="c"),
    post("akten:wiederaufnahme", "vorgaenge/{vorgang}/wiederaufnahme/", WRITERS, REASON, cases="c",
         status=422),  # its Akte is closed too and comes first
    get("akten:vorgang-zugriff", "vorgaenge/{vorgang}/zugriff/", WRITERS, cases="ons"),
    post("akten:vorgang-zugriff", "vorgaenge/{vorgang}/zugriff/", WRITERS,
         _with(choice="sachgebiet"), cases="ons"),
    get("akten:vorgang-verlauf", "vorgaenge/{vorgang}/verlauf/", UNIT, cases="ons"),
    post("akten:vorgang-dokumente", "vorgaenge/{vorgang}/dokumente/", UNIT, FILE, cases="ons"),
    get("akten:nicht-zugeordnet", "dokumente/", FILES),
    get("akten:zuordnung", "dokumente/{dokument}/zuordnung/", UNIT, cases="u"),
    post("akten:zuordnung", "dokumente/{dokument}/zuordnung/", WRITERS, lambda world, case: {
        "aktenzeichen": world.cases["o"].vorgang.aktenzeichen}, cases="u"),
    post("akten:zuordnung", "dokumente/{dokument}/zuordnung/", AMIRA, lambda world, case: {
        "aktenzeichen": world.cases["n"].vorgang.aktenzeichen}, cases="u", seen=422),
    get("akten:dokument", "dokumente/{dokument}/", UNIT, status=302, cases="ons"),
    get("akten:dokument", "dokumente/{dokument}/", UNIT, cases="u"),
    get("akten:dokument-zeile", "dokumente/{dokument}/zeile/", UNIT, cases="onsu"),
    get("akten:dokument-ansicht", "dokumente/{dokument}/ansicht/", UNIT, cases="onsu"),
    get("akten:dokument-bearbeiten", "dokumente/{dokument}/bearbeiten/", UNIT, cases="onsu"),
    post("akten:dokument-bearbeiten", "dokumente/{dokument}/bearbeiten/", WRITERS,
         _edit("dokument"), cases="onsu"),
    post("akten:fassungen", "dokumente/{dokument}/fassungen/", WRITERS, FILE, cases="onsu"),
    get("akten:dokument-verlauf", "dokumente/{dokument}/verlauf/", UNIT, cases="onsu"),
    post("akten:uploads", "uploads/", UNIT, _json_upload, status=201, cases="ons"),
    Row("akten:upload", "DELETE", "uploads/{upload}/", AMIRA, status=204),
    get("akten:upload-teile", "uploads/{upload}/teile/", AMIRA),
    Row("akten:upload-teile", "PUT", "uploads/{upload}/teile/", AMIRA,
        body=lambda world, case: b"abcd"),
    post("akten:upload-abschluss", "uploads/{empty_upload}/abschluss/", AMIRA, status=201),
    get("akten:original", "dateien/{datei}/original", UNIT, cases="onsu"),
    get("akten:lesefassung", "dateien/{datei}/lesefassung", UNIT, cases="onsu"),
    get("akten:seite", "dateien/{datei}/seiten/1.webp", UNIT, cases="onsu"),
    get("akten:text", "dateien/{datei}/text", UNIT, cases="onsu"),
    get("akten:woerter", "dateien/{datei}/woerter/1", UNIT, cases="onsu"),
    get("akten:vorschau", "dateien/{datei}/vorschau", UNIT, cases="onsu"),
    *(
        post("akten:favoriten", "favoriten/", UNIT, lambda world, case, kind=kind: {
            "kind": kind, "id": case.objects[kind].pk}, cases="os")
        for kind in ("akte", "vorgang", "dokument")
    ),
    post("akten:favoriten", "favoriten/", UNIT, lambda world, case: {
        "kind": "vorgang", "id": case.vorgang.pk}, cases="n"),
]  # fmt: skip

NAMES = _with(vorname="Nora", familienname="Neu", kennzeichen="99", name="Neu", revision="1")
PLACE = _with(bezeichnung="Neu", revision="1")
PERSON = "organisation/personen/{person}"
STELLE = "organisation/stellen/{stelle}"
EINHEIT = "organisation/einheiten/{einheit}"
OTTO = "{otto}"


def form(name, path, who, body, **more) -> list[Row]:
    """Return page and change of a form."""
    return [get(name, path, who), post(name, path, who, body, **more)]


ORGANISATION = [
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
    *form("organisation:person-austritt", f"{PERSON}/austritt/", ADMIN, END),
    *form("organisation:rolle-zuweisung", f"{PERSON}/rollen/neu/", ADMIN, lambda world, case: {
        "rolle": world.rolle_key, "from_on": DAY}),
    *form("organisation:rolle-entzug", PERSON + "/rollen/{own_rolle}/ende/", ADMIN, END),
    *form("organisation:anmeldung", f"{PERSON}/anmeldung/", ADMIN,
          _with(password="Ein-langes-Kennwort-81")),
    *form("organisation:anmeldung-ende", f"{PERSON}/anmeldung/ende/", ADMIN, _nothing),
    get("organisation:rollen", "organisation/rollen/", ROLES),
    get("organisation:rolle", "organisation/rollen/{own_rolle}/", ROLES),
    get("organisation:zugangsschluessel", "organisation/zugangsschluessel/", TOKENS),
    post("organisation:zugangsschluessel", "organisation/zugangsschluessel/", TOKENS,
         _with(name="Probe", days="5"), status=200),
    *form("organisation:zugangsschluessel-ende", "organisation/zugangsschluessel/{token}/ende/",
          AMIRA, _nothing),
]  # fmt: skip


def api(name, path, who, **more) -> Row:
    """Return a row of an API operation that reads."""
    return get(f"api:{name}", f"api/v1/{path}", who, anonymous=401, **more)


API = [
    api("list_akten", "akten", FILES),
    api("get_akte", "akten/{akte}", UNIT, cases="os"),
    api("list_vorgaenge", "akten/{akte}/vorgaenge", UNIT, cases="os"),
    api("get_vorgang", "vorgaenge/{vorgang}", UNIT, cases="ons"),
    api("list_dokumente", "vorgaenge/{vorgang}/dokumente", UNIT, cases="ons"),
    post("api:create_dokument", "api/v1/vorgaenge/{vorgang}/dokumente", UNIT,
         _with(file=b"Inhalt"), status=201, cases="ons", anonymous=401),
    api("get_dokument", "dokumente/{dokument}", UNIT, cases="onsu"),
    api("get_original", "dateien/{datei}/original", UNIT, cases="onsu"),
    api("find", f"search{SEARCH}", ALL),
    get("api:openapi-json", "api/v1/openapi.json", ALL, anonymous=200),
    get("api:api-root", "api/v1/", ALL, status=404, anonymous=404),
]  # fmt: skip

TOWN = [*DOOR, *AKTEN, *ORGANISATION, *API]

# Outside of every town: (method, path, status with a login, status without).
ROOT = {
    "web:front": ("GET", "/", 302, 200),
    "web:anmelden": ("GET", "/anmelden/", 200, 200),
    "web:abmelden": ("POST", "/abmelden/", 302, 302),
    "web:stadt": ("GET", "/stadt/", 200, 302),
    "web:healthz": ("GET", "/healthz", 200, 200),
    "web:readyz": ("GET", "/readyz", 200, 200),
}

# What each job may do, and in which queue it waits.
JOBS = {
    "akten.datei.ingest": {"akten.dokument:process"},
    "akten.datei.render": {"akten.dokument:process"},
    "akten.datei.recognise": {"akten.dokument:process"},
}
