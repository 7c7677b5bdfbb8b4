"""Doors of taking a folder over."""

import json

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, get, job, post
from verbundakte.akten import actions
from verbundakte.akten.actions import Arrived, Target
from verbundakte.akten.actions.ordner import file_ordnerdatei
from verbundakte.akten.models import Ordneruebernahme, Zielart
from verbundakte.akten.ordner import Listed
from verbundakte.akten.tests.factories import make_akte, make_vorgang
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Person

PATH = "Mkordner/Mkdatei.txt"


def _listing(world, case):
    return json.dumps({"files": [{"path": PATH, "size": 3}]})


def _paths(world, case):
    return json.dumps({"paths": [PATH]})


def _start(world, case):
    number = world.cases["o"].akte.aktenzeichen
    return {"art_1": "neu", "betreff_1": "Mkordner", "nummer_1": number}


def _list(world) -> Ordneruebernahme:
    amira, at = world.amira(), timezone.now()
    person = Person.objects.get(pk=amira.person_id)
    files = [Listed(PATH, 3, None), Listed("Mkordner/zwei.txt", 4, None)]
    return actions.list_ordner(amira, person, akte=None, files=files, found={}, at=at)


def prepare(world):
    """Return the ids of a proposal of the clerk and of a take-over that has begun."""
    amira, at, running = world.amira(), timezone.now(), _list(world)
    vorgang = make_vorgang(world.amira, akte=make_akte(world.amira, betreff="Mkordnerakte"))
    target = Target(running.ziele.get(), Zielart.VORHANDEN, "Mkordner", vorgang=vorgang)
    actions.start_ordneruebernahme(amira, running, targets=[target], at=at)
    arrived = Arrived(put_bytes(current_tenant(), b"abc"), "Mkdatei.txt", PATH)
    file_ordnerdatei(world.amira(), running, arrived=arrived, at=at)
    return {"ordner_plan": _list(world).pk, "ordner": running.pk}


def _uebernahme(world):
    return {"uebernahme": str(world.prepared["ordner"])}


ROWS = [
    get("akten:ordner-uebernehmen", "ordner-uebernehmen/?akte={akte}", UNIT, cases="os"),
    post("akten:ordner-uebernehmen", "ordner-uebernehmen/?akte={akte}", UNIT, _listing,
         status=201, cases="os"),
    get("akten:ordneruebernahme", "ordner-uebernehmen/{ordner_plan}/", AMIRA, own=True),
    post("akten:ordneruebernahme", "ordner-uebernehmen/{ordner_plan}/", AMIRA, _start, own=True),
    post("akten:ordneruebernahme-dateien", "ordner-uebernehmen/{ordner}/dateien/", AMIRA, _paths,
         status=200, own=True, quiet=" "),
    post("akten:ordneruebernahme-ruecknahme", "ordner-uebernehmen/{ordner}/ruecknahme/", AMIRA,
         own=True),
]  # fmt: skip
JOBS = {
    "akten.ordner.undo": job(args=_uebernahme, error="Diesen Auftrag gibt es nicht mehr."),
}
