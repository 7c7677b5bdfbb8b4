"""How sure the recognition of text was, page by page."""

from collections import defaultdict
from uuid import UUID

from verbundakte.akten.models import Fassung, Seitentext
from verbundakte.akten.permissions import Permission
from verbundakte.core.db.ready import Ready


def confidences_of(actor, fassung: Fassung) -> dict[UUID, list[tuple[int, int]]]:
    """Return page and confidence in percent of what was recognised in the files of a Fassung."""
    found: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    if Permission.DOKUMENT_READ not in actor.permissions:
        return found
    for datei, page, confidence in _SURE.all(fassung=fassung.pk):
        found[datei].append((page, confidence))
    return found


def _sure(actor, fassung: UUID):
    rows = Seitentext.objects.filter(datei__fassung=fassung, is_recognised=True)
    sure = rows.exclude(confidence=None).order_by("page")
    return sure.values_list("datei_id", "page", "confidence")


_SURE = Ready(_sure, fassung=UUID)
