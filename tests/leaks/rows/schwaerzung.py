"""Doors of Schwärzung (what is looked for, what was found, the copy) of comparing Fassungen and of ordering pages."""

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, WRITERS, get, job, post, with_values
from verbundakte.akten.models import Schwaerzung, Seitenauftrag

GONE = "Diesen Auftrag gibt es nicht mehr, oder Sie sehen die Datei nicht mehr."
LOOK = with_values(begriffe="Neu", muster=["iban"])
CHOICE = with_values(betreff="Neu", grund="vwvfg", stelle="0")
AREA = with_values(seite="1", links="0", oben="0", rechts="100", unten="10")


def prepare(world):
    """Let the clerk have found something in a file only she may read."""
    case, at = world.cases["n"], timezone.now()
    row = Schwaerzung.objects.create(
        datei=case.datei,
        begriffe=["Mknbegriff"],
        stellen=[
            {"what": "begriff:0", "page": 1, "boxes": [[0, 0, 100, 10]], "before": "Mknbegriff",
             "text": "Mknstelle", "after": ""}
        ],
        pages=1,
        created_at=at,
        created_by=world.amira().person_id,
        searched_at=at,
    )  # fmt: skip
    case.secrets += ["Mknbegriff", "Mknstelle"]
    order = Seitenauftrag.objects.create(
        datei=case.datei,
        seiten=[[str(case.datei.pk), 1, 0]],
        folge="1",
        created_at=at,
        created_by=world.amira().person_id,
    )
    return {"schwaerzung": row.pk, "seitenauftrag": order.pk}


def _args(world):
    return {"schwaerzung": str(world.prepared["schwaerzung"]), "vertretung": ""}


ROWS = [
    get("akten:schwaerzung-neu", "dateien/{datei}/schwaerzung/", UNIT, cases="onsu"),
    post("akten:schwaerzung-neu", "dateien/{datei}/schwaerzung/", UNIT, LOOK, cases="ons"),
    get("akten:schwaerzung", "schwaerzungen/{schwaerzung}/", AMIRA),
    post("akten:schwaerzung", "schwaerzungen/{schwaerzung}/", AMIRA, CHOICE),
    post("akten:schwaerzung-bereiche", "schwaerzungen/{schwaerzung}/bereiche/", AMIRA, AREA,
         status=200, quiet=" "),
    get("akten:seitenfolge", "dateien/{datei}/seitenfolge/", UNIT, cases="onsu"),
    post("akten:seitenfolge", "dateien/{datei}/seitenfolge/", WRITERS,
         with_values(folge="1", ziel="fassung"), cases="ons", seen=422),
    get("akten:vergleich", "dokumente/{dokument}/vergleich/", UNIT, cases="onsu"),
]  # fmt: skip
JOBS = {
    "akten.schwaerzung.search": job(args=_args, error=GONE),
    "akten.schwaerzung.burn": job(args=_args, error=GONE),
    "akten.seiten.arrange": job(
        args=lambda world: {"auftrag": str(world.prepared["seitenauftrag"]), "vertretung": ""},
        error="Die Datei gibt es nicht mehr, oder Sie sehen sie nicht mehr.",
    ),
}
