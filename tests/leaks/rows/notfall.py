"""The Notfallliste: who may fetch it and who sets its password."""

from django.utils import timezone

from tests.leaks.row import form, get, job, post
from verbundakte.akten.actions.notfall import keep_notfallliste, set_notfallkennwort
from verbundakte.akten.notfall import NIGHTLY
from verbundakte.akten.permissions import Permission
from verbundakte.core.blobs.register import keep

PAGE = "notfallliste/"
READ = frozenset({"leitung", "fachadministration"})
EDIT = frozenset({"leitung"})
COUNTS = {"einheiten": 1, "personen": 1, "vorgaenge": 1, "ausleihen": 0}


def prepare(world):
    """Let there be a password and a list."""
    at = timezone.now()
    set_notfallkennwort(world.home.leitung, None, kennwort="Mknotfallkennwort", at=at)
    keep_notfallliste(NIGHTLY, None, blob=keep(b"Mknotfall"), counts=COUNTS, pages=1, at=at)
    return {}


JOBS = {
    "akten.notfallliste.make": job(
        Permission.NOTFALL_READ,
        Permission.NOTFALL_EDIT,
        args=lambda world: {},
        error="Das Kennwort der Notfallliste ist nicht festgelegt.",
    )
}
ROWS = [
    get("akten:notfallliste", PAGE, READ),
    post("akten:notfallliste", PAGE, EDIT),
    get("akten:notfallliste-datei", f"{PAGE}datei", READ),
    *form("akten:notfallkennwort", f"{PAGE}kennwort/", EDIT,
          lambda world, case: {"kennwort": "ein-neues-Kennwort"}),
]  # fmt: skip
