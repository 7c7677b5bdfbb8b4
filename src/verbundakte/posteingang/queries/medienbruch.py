"""How often the way of what arrives goes over paper, by unit and kind of matter."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from verbundakte.posteingang.models import Ablage, Medienbruch, MedienbruchArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import require

NOT_FILED, NO_TYP = "noch nicht abgelegt", "Vorgänge ohne Art"


@dataclass(frozen=True)
class Zahl:
    """How often one kind of break happened in a unit with one kind of matter."""

    einheit: str
    vorgangstyp: str
    art: str
    count: int


def zahlen(actor, *, from_on: date, to_on: date) -> list[Zahl]:
    """Return the numbers of a time (the last day counts), of Eingänge the actor sees (one query)."""
    require(actor, Permission.POSTSTELLE_LEAD)
    filed = Ablage.objects.filter(eingang=OuterRef("eingang"), undone_at=None)
    rows = Medienbruch.objects.filter(at__date__gte=from_on, at__date__lte=to_on)
    rows = rows.filter(eingang__zone__in=actor.zones_read).annotate(
        lies_in=Subquery(filed.values("vorgang")[:1]),
        typ=Subquery(filed.values("vorgang__vorgangstyp__bezeichnung")[:1]),
    )
    grouped = rows.values_list("einheit__kennzeichen", "einheit__name", "lies_in", "typ", "art")
    counts: Counter = Counter()
    for number, name, lies_in, typ, art, count in grouped.annotate(count=Count("pk")):
        matter = typ or (NO_TYP if lies_in else NOT_FILED)
        counts[f"{number} {name}", matter, MedienbruchArt(art).label] += count
    return [Zahl(*key, count) for key, count in sorted(counts.items())]
