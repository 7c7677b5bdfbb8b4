"""Jobs of the search index, which have no rights at all, and the page of learned words."""

from django.utils import timezone

from tests.leaks.row import ADMIN, DAY, get, job, post
from verbundakte.core.models import GelerntesWort


def prepare(world) -> dict:
    """Let the search have learned a word, and another one that was taken out."""
    made = [
        GelerntesWort.objects.create(wort=wort, learned_at=timezone.now(), excluded_at=excluded)
        for wort, excluded in (("quendel", None), ("anger", timezone.now()))
    ]
    return {"wort": made[0].pk, "out": made[1].pk}


ROWS = [
    get("web:suchwoerter", "suchwoerter/", ADMIN),
    post("web:suchwort-ausschluss", "suchwoerter/{wort}/ausschluss/", ADMIN),
    post("web:suchwort-aufnahme", "suchwoerter/{out}/aufnahme/", ADMIN),
]
JOBS = {
    "core.suchindex.rebuild": job(args=lambda world: {}, error=""),
    "core.suchindex.check": job(args=lambda world: {"on": DAY}, error=""),
    "core.suchindex.learn": job(args=lambda world: {"on": DAY}, error=""),
}
