"""Doors of moving and copying."""

from tests.leaks.row import AMIRA, UNIT, WRITERS, get, post
from verbundakte.akten.tests.factories import make_akte, make_planeinheit


def prepare(world):
    """Return the ids of a plan unit and an Akte to move things to."""
    unit = make_planeinheit("632.77", titel="Ziel")
    return {"ziel_einheit": unit.pk, "ziel_akte": make_akte(world.amira, planeinheit=unit).pk}


def _to(name):
    def body(world, case):
        subject = {
            "ziel_einheit": case.objects.get("akte"),
            "ziel_akte": case.objects.get("vorgang"),
        }
        row = subject.get(name) or case.dokument
        target = world.prepared.get(name) or world.cases["n"].vorgang.pk
        return {"nach": target, "revision": row.revision}

    return body


ROWS = [
    get("akten:dokument-verschiebung", "dokumente/{dokument}/verschiebung/", UNIT, cases="ons"),
    post("akten:dokument-verschiebung", "dokumente/{dokument}/verschiebung/", AMIRA,
         _to("vorgang"), cases="o", seen=404),
    get("akten:vorgang-verschiebung", "vorgaenge/{vorgang}/verschiebung/?nach={ziel_akte}", UNIT,
        cases="on"),
    post("akten:vorgang-verschiebung", "vorgaenge/{vorgang}/verschiebung/", WRITERS,
         _to("ziel_akte"), cases="on"),
    get("akten:akte-verschiebung", "akten/{akte}/verschiebung/", UNIT, cases="os"),
    post("akten:akte-verschiebung", "akten/{akte}/verschiebung/", WRITERS, _to("ziel_einheit"),
         cases="o"),
]  # fmt: skip
