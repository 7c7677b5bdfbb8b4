"""Invariants of the Geschäftsgang, for operators: the evidence, and what repeats the rows."""

from collections.abc import Iterator

from django.db.models import Case, Count, F, IntegerField, Q, When

from verbundakte.core.models import Blob
from verbundakte.geschaeftsgang.actions.zeichnung import beleg_of, files_of
from verbundakte.geschaeftsgang.models import Schritt, Verfuegung, Zeichnung
from verbundakte.geschaeftsgang.rules import digest_of, rang_of, remark_digest
from verbundakte.organisation.models import Stelle

NAMED = 5
ENDS = ("erledigung", "zurueckgabe", "uebergehung", "rueckruf")


def check_zeichnungen(deep: bool) -> tuple[int, list[str]]:
    """Recompute the chain of Zeichnungen of each Dokument, and compare it with the files signed."""
    rows = Zeichnung.objects.order_by("dokument", "nummer").select_related(
        "erledigung", "fassung", "dokument__vorgang"
    )
    checked, problems, last = 0, [], None
    for row in rows.iterator(chunk_size=500):
        checked += 1
        before = last if last is not None and last.dokument_id == row.dokument_id else None
        problems += [f"{_place(row)}: {text}" for text in _wrong(row, before)]
        last = row
    return checked, problems


def _place(row: Zeichnung) -> str:
    vorgang = row.dokument.vorgang
    number = vorgang.aktenzeichen if vorgang else "ohne Vorgang"
    return f"Zeichnung {row.nummer} in {number}"


def _wrong(row: Zeichnung, before: Zeichnung | None) -> Iterator[str]:
    if row.nummer != (before.nummer + 1 if before else 1):
        yield "Eine Zeichnung davor fehlt."
    elif row.vorher != (before.hash if before else ""):
        yield "Sie schließt nicht an die davor an."
    if digest_of(beleg_of(row)) != row.hash:
        yield "Wer wann was gezeichnet hat, wurde verändert."
    remark = row.erledigung.bemerkung
    is_erased = row.dokument.erased_at is not None
    if not is_erased and remark_digest(remark) != row.bemerkung_digest:
        yield "Die Bemerkung wurde verändert."
    if row.fassung.dokument_id != row.dokument_id:
        yield "Die Fassung gehört zu einem anderen Dokument."
    if not is_erased and files_of(row.fassung) != sorted(row.dateien):
        yield "Die Dateien der gezeichneten Fassung sind andere."
    if not is_erased and _gone(row.dateien):
        yield "Eine gezeichnete Datei liegt nicht mehr im Speicher."


def _gone(dateien: list[str]) -> bool:
    return Blob.objects.filter(sha256__in=dateien).count() != len(set(dateien))


def check_schritte(deep: bool) -> tuple[int, list[str]]:
    """Find steps whose repeated columns tell something else than their rows."""
    rows = Schritt.objects.all()
    ends = sum(
        Case(When(**{f"{name}__isnull": False}, then=1), default=0, output_field=IntegerField())
        for name in ENDS
    )
    counted = rows.annotate(ends=ends)
    found = [
        _told(counted.filter(ended_at=None, ends__gt=0), "erledigt und trotzdem offen"),
        _told(counted.exclude(ended_at=None).filter(ends=0), "beendet, aber niemand hat es getan"),
        _told(counted.filter(ends__gt=1), "mehr als einmal beendet"),
        _told(_elsewhere(rows), "an einem anderen Platz als bei ihrem Empfänger"),
        *_wrong_rank(rows),
        *_verfuegungen(),
    ]
    return rows.count(), [problem for problem in found if problem]


def _elsewhere(rows):
    """A step may lie with the head or who drew up the Verfügung, where nobody else would see it."""
    heads = Stelle.objects.filter(is_leitung=True).values("pk")
    at = Q(platz=F("person")) | Q(platz=F("stelle")) | Q(platz=F("einheit"))
    return rows.open().exclude(at).exclude(platz=F("verfuegung__urheber")).exclude(platz__in=heads)


def _told(rows, what: str) -> str:
    count = rows.count()
    return f"{count} Schritte {what}." if count else ""


def _wrong_rank(rows) -> list[str]:
    values = rows.not_over().values_list("rang", "frist_on", "is_eilig").distinct()
    wrong = sum(1 for rang, on, eilig in values if rang != rang_of(on, is_eilig=eilig))
    return [f"{wrong} Fristen stehen an der falschen Stelle der Liste."] if wrong else []


def _verfuegungen() -> list[str]:
    open_ones = Count("schritte", filter=Q(schritte__ended_at=None))
    rows = Verfuegung.objects.annotate(open_ones=open_ones)
    ended = rows.exclude(ended_at=None).filter(open_ones__gt=0).count()
    endless = rows.filter(ended_at=None, open_ones=0).count()
    found = [f"{ended} beendete Verfügungen haben offene Schritte."] if ended else []
    return (
        [*found, f"{endless} Verfügungen ohne offenen Schritt gelten als laufend."]
        if endless
        else found
    )
