"""Invariants of letters and of the Postausgangsbuch, for operators."""

from django.db.models import Exists, F, OuterRef, Q

from verbundakte.akten.models import Datei
from verbundakte.core.books import holes, named
from verbundakte.schriftverkehr.models import (
    Druckauftrag,
    Exemplar,
    Reinschrift,
    Serienliste,
    Versand,
    Versandstueck,
)
from verbundakte.schriftverkehr.serienliste import Zeile, digest_of


def check_versand(deep: bool) -> tuple[int, list[str]]:
    """Find what went out without the file that went, with another one, or outside of the numbers."""
    rows = Versand.objects.all()
    found = [
        _told(_without_file(rows), "ohne die Datei, die hinausging"),
        _told(_other_bytes(rows), "mit einer anderen Datei als der festgehaltenen"),
        _told(_other_letter(rows), "mit einer Datei, die nicht zu ihrem Dokument gehört"),
        _told(rows.exclude(fassung__dokument=F("dokument")), "mit fremder Fassung"),
        _told(rows.exclude(zone=F("dokument__zone")), "mit anderem Zugriff als ihr Dokument"),
        *holes(rows, "Postausgangsbuch"),
        *holes(Druckauftrag.objects.all(), "Verzeichnis der Druckaufträge"),
    ]
    return rows.count(), [problem for problem in found if problem]


def _told(rows, what: str) -> str:
    return named(rows, "Sendungen", what)


def _kept(rows):
    """Leave out what was deleted in the files: number and days are all that stays of it."""
    erased = Exemplar.objects.filter(
        empfaenger=OuterRef("empfaenger"), dokument__erased_at__isnull=False
    )
    return rows.filter(dokument__erased_at=None).exclude(Exists(erased))


def _without_file(rows):
    frozen = Versandstueck.objects.filter(versand=OuterRef("pk"), datei__isnull=False)
    return _kept(rows).exclude(Exists(frozen.exclude(sha256="")))


def _other_bytes(rows):
    wrong = Versandstueck.objects.filter(versand=OuterRef("pk"), datei__isnull=False)
    return rows.filter(Exists(wrong.exclude(sha256=F("datei__blob__sha256"))))


def _other_letter(rows):
    """The letter is the Fassung of the Versand, or what its Empfaenger gets instead."""
    pieces = Versandstueck.objects.filter(versand=OuterRef("pk"), datei__isnull=False)
    own = Q(datei__fassung=OuterRef("fassung"))
    exemplare = Exemplar.objects.filter(
        reinschrift__fassung=OuterRef("versand__fassung"), dokument=OuterRef("datei__fassung__dokument")
    )  # fmt: skip
    return (
        _kept(rows).filter(Exists(pieces)).exclude(Exists(pieces.filter(own | Exists(exemplare))))
    )


def check_reinschriften(deep: bool) -> tuple[int, list[str]]:
    """Find final letters whose file is another one than the one they were bound to."""
    rows = Reinschrift.objects.filter(schreiben__dokument__erased_at=None)
    letters = Exemplar.objects.filter(
        reinschrift__withdrawn_at=None, dokument__erased_at=None, reinschrift__in=rows
    )
    found = [
        _counted(rows.exclude(Exists(_files(fassung=OuterRef("fassung")))), "Reinschriften"),
        _counted(
            letters.exclude(Exists(_files(fassung__dokument=OuterRef("dokument")))),
            "Reinschriften für weitere Empfänger",
        ),
    ]
    return rows.count() + letters.count(), [problem for problem in found if problem]


def check_serienlisten(deep: bool) -> tuple[int, list[str]]:
    """Recompute the digest of each list of serial letters from the letters that stand in it."""
    checked, problems = 0, []
    for liste in Serienliste.objects.select_related("dokument__vorgang").order_by("pk").iterator():
        checked += 1
        rows = liste.posten.order_by("position").values_list("position", "sha256")
        zeilen = [Zeile(position, "", sha256) for position, sha256 in rows]
        if digest_of(zeilen) != liste.digest or len(zeilen) != liste.anzahl:
            place = liste.dokument.vorgang.aktenzeichen if liste.dokument.vorgang else ""
            problems.append(
                f"Eine Serienliste in {place} nennt andere Briefe als bei ihrer Anlage."
            )
    return checked, problems


def _files(**where):
    return Datei.objects.filter(blob__sha256=OuterRef("sha256"), **where)


def _counted(rows, what: str) -> str:
    count = rows.count()
    return f"{count} {what} haben nicht die Datei, an die sie gebunden sind." if count else ""
