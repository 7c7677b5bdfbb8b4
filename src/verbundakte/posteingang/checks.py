"""Invariants of the post, for operators."""

from django.db.models import F, OuterRef, Q, Subquery

from verbundakte.core.blobs import store
from verbundakte.core.blobs.errors import BytesMissing
from verbundakte.core.books import holes, named
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.models import (
    Ablage,
    Eingang,
    KanalArt,
    Quarantaene,
    Transfervermerk,
    Trennteil,
    Vermerksiegel,
    Verschluss,
    Zuleitung,
    Zusammenlegung,
)
from verbundakte.signaturen.actions.siegel import why_broken
from verbundakte.standards.transfervermerk import as_xml, digest, read_vermerk

PART = 200


def check_vermerke(deep: bool) -> tuple[int, list[str]]:
    """Find Transfervermerke that tell something else than was kept; deep: whose seal does not fit."""
    found = []
    rows = Transfervermerk.objects.select_related("siegel__blob").order_by("pk")
    for row in rows.iterator(PART):
        vermerk, siegel = read_vermerk(row.angaben), getattr(row, "siegel", None)
        if digest(vermerk) != row.xml_sha256 or vermerk.sha256 != row.sha256:
            found.append(f"Transfervermerk {vermerk.datei}: Angaben und Prüfsumme passen nicht.")
        elif deep and siegel and siegel.blob and (why := _seal_broken(siegel, as_xml(vermerk))):
            found.append(f"Transfervermerk {vermerk.datei}: {why}")
    return rows.count(), found


def _seal_broken(siegel: Vermerksiegel, content: bytes) -> str:
    try:
        signatur = store.read(current_tenant(), siegel.blob.sha256)
    except BytesMissing:
        return "Das Siegel fehlt im Speicher."
    return why_broken(signatur, content)


def check_eingaenge(deep: bool) -> tuple[int, list[str]]:
    """Find Eingänge that lie nowhere, tell something else than their rows, or leave a number out."""
    rows = Eingang.objects.all()
    found = [
        _told(_without_content(rows), "ohne Dokument und ohne Ort"),
        _told(_elsewhere(rows), "an einem anderen Ort als ihre letzte Zuleitung"),
        _told(_other_rights(rows), "mit anderem Zugriff als ihr Dokument"),
        _told(_done_for_nothing(rows), "erledigt, aber weder abgelegt noch in einem anderen"),
        _told(_filed_and_open(rows), "abgelegt und trotzdem offen"),
        *holes(rows, "Posteingangsbuch"),
    ]
    return rows.count(), [problem for problem in found if problem]


def _told(rows, what: str) -> str:
    return named(rows, "Eingänge", what)


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
