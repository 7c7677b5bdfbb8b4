"""Invariants of the post, for operators."""

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from verbundakte.posteingang.models import (
    Ablage,
    Eingang,
    KanalArt,
    Quarantaene,
    Trennteil,
    Verschluss,
    Zuleitung,
    Zusammenlegung,
)

NAMED = 5


def check_eingaenge(deep: bool) -> tuple[int, list[str]]:
    """Find Eingänge that lie nowhere, tell something else than their rows, or leave a number out."""
    rows = Eingang.objects.all()
    found = [
        _told(_without_content(rows), "ohne Dokument und ohne Ort"),
        _told(_elsewhere(rows), "an einem anderen Ort als ihre letzte Zuleitung"),
        _told(_other_rights(rows), "mit anderem Zugriff als ihr Dokument"),
        _told(_done_for_nothing(rows), "erledigt, aber weder abgelegt noch in einem anderen"),
        _told(_filed_and_open(rows), "abgelegt und trotzdem offen"),
        *_holes(rows),
    ]
    return rows.count(), [problem for problem in found if problem]


def _told(rows, what: str) -> str:
    numbers = [row.number for row in rows.order_by("jahr", "nummer")[: NAMED + 1]]
    if not numbers:
        return ""
    more = " und weitere" if len(numbers) > NAMED else ""
    return f"Eingänge {what}: {', '.join(numbers[:NAMED])}{more}."


def _without_content(rows):
    """Paper says where it lies; sealed post need not, nor what is in quarantine."""
    on_paper = Q(kanal__art=KanalArt.PAPIER) | ~Q(standort="") | ~Q(behaelter="")
    found = rows.filter(dokument=None, verschluss=Verschluss.OFFEN).exclude(on_paper)
    return found.exclude(pk__in=Quarantaene.objects.values("eingang"))


def _elsewhere(rows):
    last = Zuleitung.objects.filter(eingang=OuterRef("pk")).order_by("-nummer")
    return rows.annotate(last=Subquery(last.values("einheit")[:1])).exclude(einheit=F("last"))


def _other_rights(rows):
    is_sealed = Q(oeffnen_ab__isnull=False, geoeffnet_at=None)
    return rows.exclude(dokument=None).exclude(is_sealed).exclude(zone=F("dokument__zone"))


def _done_for_nothing(rows):
    return (
        rows.exclude(done_at=None)
        .exclude(pk__in=Ablage.objects.filter(undone_at=None).values("eingang"))
        .exclude(pk__in=Zusammenlegung.objects.filter(undone_at=None).values("eingang"))
        .exclude(pk__in=Trennteil.objects.values("eingang"))
    )


def _filed_and_open(rows):
    return rows.filter(done_at=None, pk__in=Ablage.objects.filter(undone_at=None).values("eingang"))


def _holes(rows) -> list[str]:
    years = rows.values("jahr").annotate(last=Coalesce(Max("nummer"), 0), count=Count("pk"))
    return [
        f"Im Posteingangsbuch {year['jahr']} fehlen {year['last'] - year['count']} Nummern."
        for year in years.order_by("jahr")
        if year["last"] != year["count"]
    ]
