"""Doors of restriction and correction (Art. 16, 18 DSGVO)."""

from tests.leaks.row import UNIT, get, post, with_values
from verbundakte.akten.actions import schutz as steps
from verbundakte.core.clock import now

DECIDERS = frozenset({"sachbearbeiterin", "leitung"})
PLACE = "schutz/dokument/{dokument}/"


def prepare(world) -> dict:
    """Let a correction stand at a Dokument of each case."""
    for key in "ons":
        case, text = world.cases[key], f"Mk{key}vermerk"
        case.objects["vermerk"] = steps.add_berichtigung(
            world.amira(), case.dokument, text=text, at=now()
        )
        case.secrets.append(text)
    return {}


ROWS = [
    get("akten:schutz", PLACE, UNIT, cases="ons"),
    post("akten:schutz-einschraenkung", PLACE + "einschraenkung/", DECIDERS,
         with_values(grund="bestritten"), cases="ons"),
    post("akten:schutz-ausnahme", PLACE + "ausnahme/", DECIDERS,
         with_values(**{"ausnahme-reason": "Klage"}), cases="on", quiet="on"),  # not restricted
    post("akten:schutz-ende", PLACE + "ende/", DECIDERS,
         with_values(**{"ende-reason": "geprüft"}), cases="on", quiet="on"),
    post("akten:berichtigungen", PLACE + "berichtigungen/", DECIDERS,
         with_values(text="Neu"), cases="ons"),
    post("akten:berichtigung-ende", "berichtigungen/{vermerk}/ende/", DECIDERS, cases="ons"),
]  # fmt: skip
