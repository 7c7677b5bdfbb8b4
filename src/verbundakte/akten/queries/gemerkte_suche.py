"""The searches a person keeps, with what they found that she has not looked at and may see now."""

from uuid import UUID

from django.http import Http404

from verbundakte.akten.models import GemerkteSuche
from verbundakte.core.db.ready import Ready
from verbundakte.core.registry import registry

_OWN = Ready(
    lambda actor: GemerkteSuche.objects.filter(person=actor.person_id).order_by("-created_at")
)


def gemerkte_suchen(actor) -> list[GemerkteSuche]:
    """Return the person's own searches, newest first; `count` of each is what is new for her.

    One query, and one per kind when something is new.
    """
    if getattr(actor, "person_id", None) is None:
        return []
    rows = _OWN.all(actor)
    wanted: dict[str, set[UUID]] = {}
    for row in rows:
        for kind, key in row.neu:
            wanted.setdefault(kind, set()).add(UUID(key))
    visible: set[str] = set()
    for kind, ids in wanted.items():
        if kind in registry.search:
            visible.update(str(key) for key in registry.search[kind].read(actor, list(ids)))
    for row in rows:
        row.count = sum(1 for _, key in row.neu if key in visible)
    return rows


def get_gemerkte_suche(actor, key: UUID) -> GemerkteSuche:
    """Return one of the person's own searches, or 404."""
    found = GemerkteSuche.objects.filter(person=actor.person_id, pk=key).first()
    if found is None:
        raise Http404
    return found
