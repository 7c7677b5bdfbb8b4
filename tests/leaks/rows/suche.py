"""The search narrowed to one Vorgang, by every facet, and with its reasons; searches one keeps."""

from django.utils import timezone

from tests.leaks.row import ALL, AMIRA, SEARCH, UNIT, get, post
from verbundakte.akten.models import GemerkteSuche


def prepare(world) -> dict:
    """Let the clerk keep a search, and let everybody's own have found what only she may see."""
    found = [["dokument", str(case.dokument.pk)] for case in world.cases.values()]
    kept = [
        GemerkteSuche.objects.create(
            person_id=world.home.persons[role], text="Bauzaun", neu=found, created_at=timezone.now()
        )
        for role in ("sachbearbeiterin", "archiv", "leitung")
    ]
    return {"suche": kept[0].pk}


ROWS = [
    get("web:suche", f"suche/{SEARCH}&warum=an&facetten=an&zustand=in-bearbeitung", ALL),
    get("web:suche", f"suche/{SEARCH}&innerhalb={{vorgang}}&warum=an", UNIT, cases="ons"),
    get("web:suche", "suche/?gemerkt={suche}", AMIRA, status=302),
    get("web:suche-facetten", f"suche/facetten/{SEARCH}&was=dokument&plan=000", ALL),
    get("web:suchen-gemerkt", "suche/gemerkt/", ALL, own=True),
    post("web:suchen-gemerkt", f"suche/gemerkt/{SEARCH}", ALL),
    post("web:suche-gemerkt-loeschung", "suche/gemerkt/{suche}/loeschung/", AMIRA),
]
