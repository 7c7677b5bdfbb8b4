"""Orders over many objects: one's own, with what became of each."""

from uuid import UUID

from django.http import Http404

from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import Akte, Stapel, Stapelposten
from verbundakte.akten.queries.objects import dokumente, vorgaenge

SHOWN = 500
READ = {
    ObjectKind.AKTE: Akte.objects.visible_to,
    ObjectKind.VORGANG: vorgaenge,
    ObjectKind.DOKUMENT: dokumente,
}
"""Akten also when they were laid elsewhere or went: their number says what was decided about."""


def get_stapel(actor, key: UUID) -> Stapel:
    """Return an order of this person's own, or 404."""
    found = Stapel.objects.filter(pk=key, person=getattr(actor, "person_id", None)).first()
    if found is None:
        raise Http404
    return found


def posten_of(actor, stapel: Stapel) -> list[tuple[Stapelposten, object]]:
    """Return the first items of an order with their objects; None for what is not seen any more."""
    rows = list(stapel.posten.order_by("position")[:SHOWN])
    seen = {
        row.pk: row
        for row in READ[stapel.kind](actor).filter(pk__in=[row.object_id for row in rows])
    }
    return [(row, seen.get(row.object_id)) for row in rows]
