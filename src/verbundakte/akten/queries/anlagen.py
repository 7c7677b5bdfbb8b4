"""Anlagen below their Dokumente, in the order in which they lie inside of each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import OuterRef, Subquery

from verbundakte.akten.models import Anlagenquelle, Dokument
from verbundakte.akten.queries.objects import dokumente, with_newest

MOST = 1_000


def anlagen_of(actor, dokument: Dokument) -> list[Dokument]:
    """Return the visible Anlagen of a Dokument, as `anlagen_below` gives them."""
    return anlagen_below(actor, [dokument])[dokument.pk]


def anlagen_below(actor, wholes: Iterable[Dokument]) -> dict[UUID, list[Dokument]]:
    """Return the visible Anlagen of Dokumente that were read, at most 1,000 in all, with their
    newest file and how deep they lie in `level` (1: directly below)."""
    rows = dokumente(actor).filter(parent__in=[whole.pk for whole in wholes])
    rows = rows.annotate(around=around()).order_by("parent", "position", "pk")
    by_whole: dict[UUID, list[Dokument]] = defaultdict(list)
    for row in with_newest(rows, MOST):
        by_whole[row.parent_id].append(row)
    return defaultdict(list, {key: in_order(key, found) for key, found in by_whole.items()})


def around() -> Subquery:
    """Return in which Dokument the bytes of an Anlage were found, to annotate Dokumente."""
    rows = Anlagenquelle.objects.filter(dokument=OuterRef("pk"))
    return Subquery(rows.values("datei__fassung__dokument")[:1])


def in_order(whole: UUID, anlagen: Sequence[Dokument]) -> list[Dokument]:
    """Return Anlagen (with `around`) so that what lies in another follows it, and set `level`."""
    known = {row.pk for row in anlagen}
    below: dict[UUID, list[Dokument]] = defaultdict(list)
    for row in anlagen:
        below[row.around if row.around in known else whole].append(row)
    found: list[Dokument] = []

    def lay(key: UUID, level: int) -> None:
        for row in below[key]:
            row.level = level
            found.append(row)
            lay(row.pk, level + 1)

    lay(whole, 1)
    return found
