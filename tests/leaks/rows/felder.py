"""Own fields: every Dokument and Vorgang of the world carries a marker in one, and a search asks.

And the doors of parts: Teilakten, Teilvorgänge, Anlagen.
"""

import json

from tests.leaks.row import ALL, BETREFF, FILE, FILES, UNIT, WRITERS, Row, get, post
from verbundakte.akten.bausteine import VORGANGSTYP
from verbundakte.akten.models import Dokument, Feldwert, Vorgang
from verbundakte.akten.tests.typen import feld, feld_id, make_typ
from verbundakte.core.search.fold import fold
from verbundakte.core.search.rebuilding import rebuild

FELD = feld(1, "Losung", "text")
SPALTE = f"feld-{feld_id(1).hex}"
LISTE = f"spalten=betreff,{SPALTE}&ordnung={SPALTE}&nur-{SPALTE}=mk"


def prepare(world) -> dict:
    """Give everything a type with one field, and a marker only its readers may ever see."""
    dokumenttyp = make_typ("losung", felder=[FELD], bezeichnung="Mit Losung")
    vorgangstyp = make_typ("losung", kind=VORGANGSTYP, felder=[FELD], bezeichnung="Mit Losung")
    for key, case in world.cases.items():
        marker = f"Mk{key}losung"
        case.secrets.append(marker)
        values = {"feld_id": feld_id(1), "text": marker, "folded": fold(marker)}
        Dokument.objects.filter(pk=case.dokument.pk).update(dokumenttyp=dokumenttyp)
        Feldwert.objects.create(dokument=case.dokument, **values)
        if "vorgang" in case.objects:
            Vorgang.objects.filter(pk=case.vorgang.pk).update(vorgangstyp=vorgangstyp)
            Feldwert.objects.create(vorgang=case.vorgang, **values)
    rebuild(world.home.tenant.pk)
    return {}


def sent():
    """Return the JSON that makes or changes something at an object of the case."""
    return lambda world, case: json.dumps({"betreff": "Neu"})


ROWS = [
    get("web:suche", "suche/?q=losung:mk*", ALL),
    get("web:suche-facetten", "suche/facetten/?q=losung:mk*", ALL),
    get("akten:vorgaenge", f"vorgaenge/?bereich=stadt&{LISTE}", frozenset(FILES)),
    get("akten:vorgang-dokumentliste", f"vorgaenge/{{vorgang}}/dokumentliste/?{LISTE}", UNIT,
        cases="ns"),
    get("akten:dokument-bearbeiten", "dokumente/{dokument}/bearbeiten/?dokumenttyp=bescheid", UNIT,
        cases="ns"),
    get("akten:vorgang-neu", "akten/{akte}/vorgaenge/neu/?vorgangstyp=losung", UNIT, cases="s"),
    get("akten:teilakte-neu", "akten/{akte}/teilakten/neu/", UNIT, cases="os"),
    post("akten:teilakte-neu", "akten/{akte}/teilakten/neu/", WRITERS, BETREFF, cases="os"),
    get("akten:teilvorgang-neu", "vorgaenge/{vorgang}/teilvorgaenge/neu/", UNIT, cases="ns"),
    post("akten:teilvorgang-neu", "vorgaenge/{vorgang}/teilvorgaenge/neu/", WRITERS, BETREFF,
         cases="ns"),
    post("akten:anlagen", "dokumente/{dokument}/anlagen/", WRITERS, FILE, cases="ns"),
    post("api:create_vorgang", "api/v1/akten/{akte}/vorgaenge", WRITERS, sent(), status=201,
         cases="os", anonymous=401),
    Row("api:change_vorgang", "PATCH", "api/v1/vorgaenge/{vorgang}", WRITERS, status=200,
        body=sent(), cases="ons", anonymous=401),
    Row("api:change_dokument", "PATCH", "api/v1/dokumente/{dokument}", WRITERS, status=200,
        body=sent(), cases="onsu", anonymous=401),
]  # fmt: skip
