"""Operations of the API about the plan, Kontakte, Verweise, the log, the organisation and jobs."""

import json

from tests.leaks.row import ALL, FILES, PLAN, UNIT, WRITERS, api
from tests.leaks.rows.schnittstelle_akten import change, sent
from verbundakte.akten.actions import kontakt as steps
from verbundakte.akten.actions.verweis import add_verweis
from verbundakte.core.clock import now


def prepare(world) -> dict:
    """Let a Kontakt take part in each Vorgang, and point from the ordinary one to the narrow one."""
    actor = world.amira()
    for key in "ons":
        case = world.cases[key]
        name = f"Mk{key}schnittstelle"
        values = {"art": "natuerlich", "name": name, "vorname": ""}
        kontakt = steps.create_kontakt_at(actor, case.vorgang, values=values, at=now())
        row = steps.add_beteiligung(actor, case.vorgang, kontakt=kontakt, rolle="nachbar", at=now())
        case.objects |= {"apikontakt": kontakt, "apibeteiligung": row}
        case.secrets.append(name)
    ordinary, narrow = world.cases["o"].vorgang, world.cases["n"].vorgang
    row = add_verweis(actor, ordinary, to=narrow, art="folgt", at=now())
    world.cases["o"].objects["apiverweis"] = row
    return {}


def new_kontakt(world, case):
    """Return a new Kontakt of the unit in which the clerk works."""
    return json.dumps({"einheit": str(world.unit.pk), "name": "Neu"})


def part(world, case):
    """Return a Kontakt that shall take part in something."""
    return json.dumps(
        {"kontakt": str((case or world.cases["o"]).apikontakt.pk), "rolle": "sonstige"}
    )


def to_closed(world, case):
    """Return where a Verweis leads."""
    ziel = str(world.cases["c"].vorgang.pk)
    return json.dumps({"art": "siehe", "sammlung": "vorgaenge", "ziel": ziel})


ROWS = [
    api("list_planeinheiten", "aktenplan", PLAN),
    api("get_planeinheit", "aktenplan/{plan}", PLAN),
    api("list_kontakte", "kontakte", FILES),
    api("get_kontakt", "kontakte/{apikontakt}", UNIT, cases="ons"),
    change("create_kontakt", "kontakte", WRITERS - {"registratur"}, new_kontakt),
    change("change_kontakt", "kontakte/{apikontakt}", WRITERS, sent(name="Neu"), method="PATCH",
           status=200, cases="ons"),
    change("create_anschrift", "kontakte/{apikontakt}/anschriften", WRITERS, sent(ort="Neu"),
           cases="ons"),
    change("create_kanal", "kontakte/{apikontakt}/kanaele", WRITERS,
           sent(art="telefon", wert="0123"), cases="ons"),
    api("list_beteiligte", "vorgaenge/{vorgang}/beteiligte", UNIT, cases="ons"),
    change("create_beteiligung", "vorgaenge/{vorgang}/beteiligte", WRITERS, part, cases="ons"),
    change("end_beteiligung", "beteiligungen/{apibeteiligung}", WRITERS, sent(), method="DELETE",
           status=204, cases="ons"),
    api("list_verweise", "vorgaenge/{vorgang}/verweise", UNIT, cases="ons"),
    change("create_verweis", "vorgaenge/{vorgang}/verweise", WRITERS, to_closed, cases="ons"),
    change("end_verweis", "verweise/{apiverweis}", WRITERS, sent(), method="DELETE", status=204,
           cases="o"),
    api("list_protokoll", "vorgaenge/{vorgang}/protokoll", UNIT, cases="ons"),
    api("get_ich", "ich", ALL),
    api("list_einheiten", "einheiten", ALL),
    api("get_einheit", "einheiten/{einheit}", ALL),
    api("list_personen", "personen", ALL),
    api("get_person", "personen/{person}", ALL),
    api("list_auftraege", "auftraege", ALL, own=True),
    api("get_auftrag", "auftraege/{job}", frozenset({"sachbearbeiterin"}), own=True),
]  # fmt: skip
