"""Mailboxes: who sets them up, and that no secret and no foreign mail is told."""

from uuid import uuid4

from django.utils import timezone

from tests.leaks.row import UNIT, form, get, job, post
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.actions.postfach import create_postfach
from verbundakte.posteingang.mail.rules import Postfach
from verbundakte.posteingang.mail_jobs import MAY

LIST = "posteingang/kanaele/"
ONE = f"{LIST}{{postfach}}/"
ADMINS = frozenset({"fachadministration", "systemverwaltung"})
READERS = UNIT | {"sachbearbeiter_ordnung"}
LEADS = ADMINS | {"registratur"}


def prepare(world):
    """Set up a mailbox whose server is not allowed to be asked."""
    unit = Organisationseinheit.objects.get(kennzeichen="63")
    kanal = create_postfach(
        world.home.fachadministration,
        unit,
        bezeichnung="Mkpostfach",
        postfach=Postfach(host="127.0.0.1", login="mklogin"),
        geheimnis={"password": "mkgeheimnis"},
        at=timezone.now(),
    )
    return {"postfach": kanal.pk, "einheit63": unit.pk}


def entered(world, case):
    """Return a filled form."""
    return {
        "bezeichnung": f"Neu {uuid4().hex[:6]}", "einheit": str(world.prepared["einheit63"]),
        "host": "imap.example.org", "security": "tls", "port": "993", "login": "x",
        "anmeldung": "kennwort", "kennwort": "y", "folder": "INBOX", "danach": "behalten",
        "minuten": "2", "verschluss": "offen",
    }  # fmt: skip


JOBS = {
    "posteingang.postfach.fetch": job(
        *MAY,
        args=lambda world: {"kanal": str(world.prepared["postfach"]), "token": str(uuid4())},
        error="",
    )
}
VORGANG = "posteingang/vorgang/{vorgang}/ablageadresse/"
OWN = "posteingang/ablageadresse/"
ROWS = [
    get("posteingang:vorgangadresse", VORGANG, UNIT, cases="on"),
    post("posteingang:vorgangadresse-neu", f"{VORGANG}neu/", UNIT, cases="on"),
    post("posteingang:vorgangadresse-ende", f"{VORGANG}ende/", UNIT, cases="on"),
    get("posteingang:ablageadresse", OWN, READERS, own=True),
    post("posteingang:ablageadresse-neu", f"{OWN}neu/", READERS),
    post("posteingang:ablageadresse-ende", f"{OWN}ende/", READERS),
    get("posteingang:kanaladresse", f"{ONE}adresse/", ADMINS),
    post("posteingang:kanaladresse-neu", f"{ONE}adresse/neu/", ADMINS),
    post("posteingang:kanaladresse-ende", f"{ONE}adresse/ende/", ADMINS),
    get("posteingang:kanaele", LIST, LEADS),
    *form("posteingang:postfach-neu", f"{LIST}postfach/", ADMINS, entered),
    get("posteingang:kanal", ONE, LEADS),
    *form("posteingang:kanal-angaben", f"{ONE}angaben/", ADMINS, entered),
    post("posteingang:kanal-probe", f"{ONE}probe/", ADMINS),
    post("posteingang:kanal-pause", f"{ONE}pause/", ADMINS),
    post("posteingang:kanal-wiederaufnahme", f"{ONE}wiederaufnahme/", ADMINS),
]
