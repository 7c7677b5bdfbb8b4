"""Anlagen below their Dokumente, in the order in which they lie inside of each other."""

from collections.abc import Iterable
from uuid import UUID

from verbundakte.akten.models import Datei, Dokument, found_in
from verbundakte.akten.queries.objects import add_newest, dokumente
from verbundakte.akten.rules import laid_in_order
from verbundakte.core.db.ready import Ready

MOST = 1_000


def anlagen_of(actor, dokument: Dokument) -> list[Dokument]:
    """Return the visible Anlagen of a Dokument, as `anlagen_below` gives them."""
    if not hasattr(dokument, "anlagen_read"):
        anlagen_below(actor, [dokument])
    return dokument.anlagen_read


def anlagen_below(actor, wholes: Iterable[Dokument]) -> dict[UUID, list[Dokument]]:
    """Return the visible Anlagen of Dokumente that were read, at most 1,000 in all, with their
    newest file and how deep they lie in `level` (1: directly below). Each keeps them, too."""
    wholes = {whole.pk: whole for whole in wholes}
    by_whole: dict[UUID, list[Dokument]] = {key: [] for key in wholes}
    for row in add_newest(actor, _BELOW.all(actor, wholes=list(wholes))) if wholes else ():
        by_whole[row.parent_id].append(row)
    for key, whole in wholes.items():
        by_whole[key] = whole.anlagen_read = laid_in_order(key, by_whole[key])
    return by_whole


def _below(actor, wholes: list[UUID]):
    rows = dokumente(actor).filter(parent__in=wholes).annotate(around=found_in())
    return rows.order_by("parent_id", "position", "pk")[:MOST]


_BELOW = Ready(_below, wholes=list)


def count_unpacked(actor, datei: Datei) -> int:
    """Return how many files of an archive that was read are visible as Anlagen now."""
    return dokumente(actor).filter(quellen__datei=datei).count()
