"""How often the way of what arrives goes over paper, by unit and kind of matter."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from verbundakte.geschaeftsgang.models import Erledigung
from verbundakte.posteingang.models import Ablage, Medienbruch, MedienbruchArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import require

ON_PAPER = "auf Papier gezeichnet"
NOT_FILED, NO_TYP = "noch nicht abgelegt", "Vorgänge ohne Art"


@dataclass(frozen=True)
class Zahl:
    """How often one kind of break happened in a unit with one kind of matter."""

    einheit: str
    vorgangstyp: str
    art: str
    count: int


def zahlen(actor, *, from_on: date, to_on: date) -> list[Zahl]:
    """Return the numbers of a time (the last day counts), of Eingänge and of steps signed on paper in
    Vorgänge that the actor sees (two queries)."""
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
    for number, name, typ, count in _on_paper(actor, from_on, to_on):
        counts[f"{number} {name}", typ or NO_TYP, ON_PAPER] += count
    return [Zahl(*key, count) for key, count in sorted(counts.items())]


def _on_paper(actor, from_on: date, to_on: date):
    """Return how many steps were signed in ink, by the unit and kind of their Vorgang."""
    vorgang = "schritt__verfuegung__vorgang"
    rows = Erledigung.objects.filter(
        is_papier=True, at__date__gte=from_on, at__date__lte=to_on,
        **{f"{vorgang}__zone__in": actor.zones_read},
    )  # fmt: skip
    of = ("federfuehrung__kennzeichen", "federfuehrung__name", "vorgangstyp__bezeichnung")
    grouped = rows.values_list(*(f"{vorgang}__{name}" for name in of))
    return grouped.annotate(count=Count("pk")).order_by()
