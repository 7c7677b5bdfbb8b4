"""Doors of the viewer: pages without a script, words found, remarks on a page."""

import json

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, get, post, with_values
from verbundakte.akten import actions

READING_OUT = UNIT - {"assistenz"}


def _on_page(world, case):
    return {
        "kind": "dokument",
        "id": case.objects["dokument"].pk,
        "datei": case.objects["datei"].pk,
        "seite": "1",
        "bereiche": json.dumps([[100, 100, 300, 20]]),
        "zitat": "Mkviewerzitat",
        "text": "Mkviewertext",
    }


def prepare(world):
    """Return the ids of a remark on a page, and of one that is done with."""
    amira, objects, at = world.amira(), world.cases["o"].objects, timezone.now()
    on = actions.OnPage(objects["datei"], 1, [[100.0, 100.0, 300.0, 20.0]], "Mkviewerzitat")
    write = lambda text: actions.add_anmerkung(  # noqa: E731
        amira, objects["dokument"], text=text, at=at, on=on
    )
    open_one, done = write("Mkvieweroffen"), write("Mkviewererledigt")
    actions.settle_anmerkung(amira, objects["dokument"], anmerkung=done, at=at)
    return {"seitenanmerkung": open_one.pk, "erledigt": done.pk}


ROWS = [
    get("akten:seiten", "dateien/{datei}/seiten/", UNIT, cases="onsu"),
    get("akten:fundstellen", "dateien/{datei}/fundstellen?suche=Mk*", UNIT, cases="onsu"),
    get("akten:stempel", "dateien/{datei}/stempel/", UNIT, cases="onsu"),
    post("akten:stempel", "dateien/{datei}/stempel/", UNIT, with_values(stempel="falsch"),
         status=422, cases="os", quiet="os"),
    get("akten:anmerkungskopie", "dateien/{datei}/anmerkungen", UNIT, cases="ons"),
    post("akten:anmerkungen", "anmerkungen/", UNIT, _on_page, cases="ons"),
    get("akten:anmerkung-aenderung", "anmerkungen/{seitenanmerkung}/aenderung/", UNIT, cases="o"),
    post("akten:anmerkung-aenderung", "anmerkungen/{seitenanmerkung}/aenderung/", AMIRA,
         with_values(text="Anders"), cases="o", seen=422),
    post("akten:anmerkung-erledigung", "anmerkungen/{seitenanmerkung}/erledigung/", UNIT, cases="o"),
    post("akten:anmerkung-oeffnung", "anmerkungen/{erledigt}/oeffnung/", UNIT, cases="o"),
    get("akten:dokument-anmerkungen", "dokumente/{dokument}/anmerkungen/csv/", UNIT,
        cases="ons"),
]  # fmt: skip
