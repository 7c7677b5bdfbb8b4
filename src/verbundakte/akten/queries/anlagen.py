"""Anlagen below their Dokumente, in the order in which they lie inside of each other."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from verbundakte.akten.models import Datei, Dokument, found_in
from verbundakte.akten.queries.objects import dokumente, with_newest
from verbundakte.akten.rules import laid_in_order

MOST = 1_000


def anlagen_of(actor, dokument: Dokument) -> list[Dokument]:
    """Return the visible Anlagen of a Dokument, as `anlagen_below` gives them."""
    return anlagen_below(actor, [dokument])[dokument.pk]


def anlagen_below(actor, wholes: Iterable[Dokument]) -> dict[UUID, list[Dokument]]:
    """Return the visible Anlagen of Dokumente that were read, at most 1,000 in all, with their
    newest file and how deep they lie in `level` (1: directly below)."""
    rows = dokumente(actor).filter(parent__in=[whole.pk for whole in wholes])
    rows = rows.annotate(around=found_in()).order_by("parent", "position", "pk")
    by_whole: dict[UUID, list[Dokument]] = defaultdict(list)
    for row in with_newest(rows, MOST):
        by_whole[row.parent_id].append(row)
    return defaultdict(list, {key: laid_in_order(key, found) for key, found in by_whole.items()})


def count_unpacked(actor, datei: Datei) -> int:
    """Return how many files of an archive that was read are visible as Anlagen now."""
    return dokumente(actor).filter(quellen__datei=datei).count()
