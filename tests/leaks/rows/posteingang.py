"""The post: the Posteingangsbuch and what is in it."""

import json

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, WRITERS, api, get, job
from tests.leaks.rows.schnittstelle_akten import FILE, change, into_vorgang
from tests.leaks.world import word
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.models import KanalArt, Verschluss
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.rules import kennung

READERS = UNIT | {"sachbearbeiter_ordnung"}


def prepare(world):
    """Let a letter arrive that the clerk alone may open."""
    unit, at = Organisationseinheit.objects.get(kennzeichen="63"), timezone.now()
    ankunft = actions.Ankunft(
        kennung=kennung("upload", "leak"),
        eingegangen_at=at,
        absender=word("n", "absender"),
        betreff=word("n", "dokument"),
        verschluss=Verschluss.PERSOENLICH,
        person=world.home.persons["sachbearbeiterin"],
    )
    kanal = actions.kanal_for(KanalArt.UPLOAD, unit, at)
    eingang = actions.record_eingang(world.amira(), kanal, ankunft=ankunft, arrived=None, at=at)
    return {"eingang": eingang.pk}


def _to_unit(world, case):
    """Return to whom an Eingang goes."""
    person = world.home.persons["registratur"]
    return json.dumps({"einheit": str(world.unit.pk), "person": str(person)})


ROWS = [
    get("posteingang:buch", "posteingang/buch/", READERS),
    get("posteingang:laufweg", "posteingang/{eingang}/laufweg/", AMIRA),
    get("posteingang:laufweg-vorgang", "posteingang/vorgaenge/{vorgang}/laufweg/", UNIT,
        cases="ons"),
    api("list_eingaenge", "eingaenge", READERS),
    api("get_eingang", "eingaenge/{eingang}", AMIRA),
    change("create_eingang", "eingaenge?einheit={einheit}", WRITERS, FILE),
    change("create_zuleitung", "eingaenge/{eingang}/zuleitungen", AMIRA, _to_unit, status=204),
    change("create_ablage", "eingaenge/{eingang}/ablagen", AMIRA, into_vorgang),
    get("posteingang:medienbrueche", "posteingang/medienbrueche/", frozenset({"registratur"})),
]  # fmt: skip
JOBS = {
    "posteingang.eingang.split": job(
        Permission.EINGANG_RECORD, "akten.dokument:create",
        args=lambda world: {"eingang": str(world.prepared["eingang"])},
        error="Den Eingang gibt es nicht mehr.",
    ),
    "posteingang.eingang.hand_over": job(
        Permission.EINGANG_ASSIGN,
        args=lambda world: {
            "person": str(world.home.persons["sachbearbeiterin"]),
            "to": str(world.home.persons["registratur"]),
        },
        error="Die Person gibt es nicht mehr.",
    ),
    "posteingang.einheit.follow": job(
        Permission.EINGANG_ASSIGN, Permission.KANAL_CONFIGURE,
        args=lambda world: {"einheit": str(world.unit.pk), "to": str(world.unit.pk)},
        error="Die Einheit gibt es nicht mehr.",
    ),
}  # fmt: skip
