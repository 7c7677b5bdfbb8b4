"""What leaves the house: seen by whoever sees its Dokument, sent by whoever may change it."""

from types import SimpleNamespace

from django.utils import timezone

from tests.leaks.row import UNIT, WRITERS, form, get, job, post, with_values
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.ids import uuid7
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.mailkonto import Kontoangaben, create_mailkonto
from verbundakte.schriftverkehr.actions.versand import Versandauftrag
from verbundakte.schriftverkehr.models import Ruecklaufgrund, Weg
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.versandwege import Ziel

ADMINS = frozenset({"fachadministration", "systemverwaltung"})
READERS = UNIT | {"sachbearbeiter_ordnung", "rechnungspruefung", "archiv"}
SENDERS = UNIT | {"sachbearbeiter_ordnung"}
OUT = "postausgang/"
DOKUMENT, VORGANG = f"{OUT}dokument/{{dokument}}/", f"{OUT}vorgang/{{vorgang}}/"
WAITING, GONE, BACK = (f"{OUT}{{{name}}}/" for name in ("wartet", "versandt", "zurueck"))
JOB_PAGE = f"{OUT}druckauftraege/{{druckauftrag}}/"
KONTO = f"{OUT}mailkonto/{{mailkonto}}/"
TO = {"name": "Paula Zaun", "anschrift": "Paula Zaun\nWeg 1\n12345 Ort", "weg": "post"}


def prepare(world):
    """Send something in every state; the account's server is not allowed to be asked."""
    home, at = world.home, timezone.now()
    today = timezone.localdate(at)
    ziel = Ziel(TO["name"], TO["anschrift"])
    rows = []
    for _ in range(4):
        dokument = make_dokument(world.amira, vorgang=world.cases["o"].vorgang)
        auftrag = Versandauftrag(ziel, Weg.POST)
        rows.append(actions.create_versand(world.amira(), dokument, auftrag=auftrag, at=at))
    actor = world.amira()
    for row in rows[1:3]:
        actions.dispatch_versand(actor, row, on=today, at=at)
    actions.note_ruecklauf(actor, rows[2], grund=Ruecklaufgrund.VERZOGEN, am=today, at=at)
    person = Person.objects.get(pk=actor.person_id)
    auftrag = actions.begin_druckauftrag(actor, person, versand=rows[3:], at=at)
    town = Organisationseinheit.objects.filter(parent=None).first()
    angaben = Kontoangaben("Stadt", "stadt@beispiel.de", "smtp.example.org", 587, "starttls", "mklogin")
    konto = create_mailkonto(home.fachadministration, town, angaben=angaben, at=at)
    told = SimpleNamespace(wartet=rows[0], versandt=rows[1], zurueck=rows[2], im_druck=rows[3])
    return {
        **{name: row.pk for name, row in vars(told).items()},
        "druckauftrag": auftrag.pk,
        "mailkonto": konto.pk,
        "ausgabe_druck": auftrag.ausgabe,
    }


def day(name):
    """Return the body of a form that asks for a day."""
    return lambda world, case: {name: timezone.localdate().isoformat(), "grund": "verzogen"}


def entered(world, case):
    """Return a filled form of the account."""
    return {
        "absender_name": "Stadt", "absender_email": "stadt@beispiel.de",
        "host": f"smtp{uuid7().hex[-6:]}.example.org", "port": "587", "security": "starttls",
    }  # fmt: skip


def chosen(world, case):
    """Return what was ticked: something that is in print already."""
    return {"id": str(world.prepared["im_druck"])}


MAY_SEND = (Permission.VERSAND_DISPATCH, AktenPermission.DOKUMENT_EDIT)
JOBS = {
    "schriftverkehr.druckauftrag.print": job(
        args=lambda world: {
            "ausgabe": str(world.prepared["ausgabe_druck"]),
            "druckauftrag": str(world.prepared["druckauftrag"]),
        },
        error="Diese Ausgabe gibt es nicht mehr.",
    ),
    "schriftverkehr.mail.send": job(
        *MAY_SEND, args=lambda world: {"mail": str(world.prepared["wartet"])}, error=""
    ),
    "schriftverkehr.mail.read_report": job(
        *MAY_SEND,
        AktenPermission.DOKUMENT_CREATE,
        args=lambda world: {"datei": str(world.cases["o"].datei.pk)},
        error="",
    ),
}
ROWS = [
    get("postausgang:postausgang", OUT, READERS),
    get("postausgang:postausgangsbuch", f"{OUT}buch/", READERS),
    get("postausgang:antwort", f"{OUT}antwort/{{dokument}}/", UNIT, status=302, cases="on"),
    get("postausgang:versand-dokument", DOKUMENT, UNIT, cases="ons"),
    post("postausgang:versand-dokument", DOKUMENT, WRITERS, with_values(**TO), cases="on"),
    get("postausgang:versand-vorgang", VORGANG, UNIT, cases="ons"),
    get("postausgang:druckauftraege", f"{OUT}druckauftraege/", SENDERS),
    post("postausgang:druckauftraege", f"{OUT}druckauftraege/", SENDERS, chosen, quiet=" "),
    get("postausgang:druckauftrag", JOB_PAGE, UNIT),
    *form("postausgang:druckauftrag-aufgabe", f"{JOB_PAGE}aufgabe/", UNIT, day("on")),
    post("postausgang:druckauftrag-druck", f"{JOB_PAGE}druck/", UNIT),
    post("postausgang:druckauftrag-entnahme", f"{JOB_PAGE}entnahme/{{im_druck}}/", UNIT),
    get("postausgang:mailkonto", f"{OUT}mailkonto/", ADMINS),
    get("postausgang:mailkonto-neu", f"{OUT}mailkonto/neu/", ADMINS),
    post("postausgang:mailkonto-neu", f"{OUT}mailkonto/neu/", ADMINS, entered, status=422),
    *form("postausgang:mailkonto-angaben", f"{KONTO}angaben/", ADMINS, entered),
    post("postausgang:mailkonto-pause", f"{KONTO}pause/", ADMINS),
    post("postausgang:mailkonto-probe", f"{KONTO}probe/", ADMINS, quiet=" "),
    post("postausgang:mailkonto-wiederaufnahme", f"{KONTO}wiederaufnahme/", ADMINS),
    get("postausgang:versand", WAITING, UNIT),
    *form("postausgang:versand-aufgabe", f"{WAITING}aufgabe/", UNIT, day("on")),
    *form("postausgang:versand-erledigung", f"{BACK}erledigung/", WRITERS,
          with_values(durch="angerufen")),
    *form("postausgang:versand-ruecklauf", f"{GONE}ruecklauf/", UNIT, day("am")),
    *form("postausgang:versand-ruecknahme", f"{WAITING}ruecknahme/", WRITERS,
          with_values(because="falsch")),
    post("postausgang:versand-versuch", f"{WAITING}versuch/", WRITERS, quiet=" "),
    *form("postausgang:versand-zustellung", f"{GONE}zustellung/", UNIT, day("am")),
]  # fmt: skip
