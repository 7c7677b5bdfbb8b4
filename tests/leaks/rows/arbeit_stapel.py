"""Doors of changing many at once."""

from django.utils import timezone

from tests.leaks.row import AMIRA, WRITERS, get, job, post, with_values
from verbundakte.akten import actions
from verbundakte.organisation.models import Person

LIST = "stapel/neu/?liste=vorgaenge&ort=akte:{akte}"
ZDA = with_values(umfang="alle", handlung="zda", tag="2026-03-02")
ERROR = "Diesen Auftrag gibt es nicht mehr."


def prepare(world):
    """Return the id of an order of the clerk."""
    person = Person.objects.get(pk=world.amira().person_id)
    stapel = actions.begin_stapel(
        world.amira(),
        person,
        order=("vorgang", "zda", "2026-03-02"),
        told="Mkarbeitstapel",
        ids=[world.cases["o"].vorgang.pk],
        at=timezone.now(),
    )
    return {"stapel": stapel.pk}


def _stapel(world):
    return {"stapel": str(world.prepared["stapel"])}


ROWS = [
    get("akten:stapel-neu", LIST, WRITERS | {"assistenz"}, cases="os"),
    post("akten:stapel-neu", LIST, WRITERS, ZDA, cases="os"),
    post("akten:stapel-neu", LIST, WRITERS,
         with_values(umfang="alle", handlung="person_dazu", personen="Otto Ordnung"), cases="s"),
    get("akten:stapel", "stapel/{stapel}/", AMIRA, own=True),
    post("akten:stapel-ruecknahme", "stapel/{stapel}/ruecknahme/", AMIRA, own=True),
]  # fmt: skip
JOBS = {
    "akten.stapel.run": job(args=_stapel, error=ERROR),
    "akten.stapel.undo": job(args=_stapel, error=ERROR),
}
