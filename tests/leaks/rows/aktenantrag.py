"""Doors of requested Akten: the Registratur decides, who asked takes back."""

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, get, post, with_values
from verbundakte.akten.actions import aktenantrag

KEEPER = frozenset({"registratur"})
CHOSEN = "registratur/aktenantraege/?auswahl={beantragt}"


def prepare(world):
    """Let the clerk ask for an Akte."""
    actor, case = world.amira(), world.cases["o"]
    case.objects["beantragt"] = aktenantrag.request_akte(
        actor, case.plan, betreff="Mkoantrag", at=timezone.now()
    )
    case.secrets.append("Mkoantrag")
    return {"beantragt": case.beantragt.pk}


ROWS = [
    get("akten:akte", "akten/{beantragt}/", UNIT, cases="o"),
    get("akten:aktenantraege", CHOSEN, KEEPER, other=403),
    post("akten:aktenantraege", CHOSEN, KEEPER, with_values(entscheidung="bestaetigung"),
         other=403),
    post("akten:aktenantrag-ruecknahme", "akten/{beantragt}/antrag/ruecknahme/", AMIRA, cases="o"),
]  # fmt: skip
