"""Operations of the API about what is in files, and about several things at once."""

import json

from tests.leaks.row import UNIT, WRITERS, api
from tests.leaks.rows.schnittstelle_akten import change, under_plan
from tests.leaks.rows.schnittstelle_mehr import new_kontakt


def _several(body):
    """Return a body of one item of several."""
    return lambda world, case: json.dumps({"items": [json.loads(body(world, case))]})


def _changed(world, case):
    """Return the change of a Dokument of the case."""
    row = (case or world.cases["o"]).dokument
    return json.dumps({"id": str(row.pk), "revision": row.revision, "betreff": "Neu"})


ROWS = [
    api("get_text", "dateien/{datei}/text", UNIT, cases="onsu"),
    api("get_text_of_dokument", "dokumente/{dokument}/text", UNIT, cases="onsu"),
    api("get_lesefassung", "dateien/{datei}/lesefassung", UNIT, cases="ons"),
    api("get_lesefassung_of_dokument", "dokumente/{dokument}/lesefassung", UNIT, cases="ons"),
    change("create_akten", "akten/stapel", WRITERS, _several(under_plan), status=200),
    change("create_kontakte", "kontakte/stapel", WRITERS - {"registratur"}, _several(new_kontakt),
           status=200),
    change("change_dokumente", "dokumente", WRITERS, _several(_changed), method="PATCH",
           status=200, cases="onsu"),
]  # fmt: skip
