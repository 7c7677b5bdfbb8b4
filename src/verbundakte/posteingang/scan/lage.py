"""How scans stand, read from rows: for the rules, for samples, for what a Transfervermerk says.

Called by actions and queries that asked the rights before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from verbundakte.core.ui.formats import counted
from verbundakte.posteingang.models import (
    Scanklasse,
    Scanprodukt,
    Sichtpruefung,
    Stichprobe,
    Stichprobenlos,
    Transfervermerk,
)
from verbundakte.posteingang.scan.regeln import Lage


@dataclass(frozen=True)
class Kontrolle:
    """What a Transfervermerk says of the quality control."""

    at: datetime
    umfang: str
    ergebnis: str


def lagen(produkte: Iterable[Scanprodukt]) -> list[Lage]:
    """Return how scans stand, in their order (three queries, however many they are)."""
    rows = list(produkte)
    keys = [row.pk for row in rows]
    last = {
        one.produkt_id: one for one in Sichtpruefung.objects.filter(produkt__in=keys).order_by("at")
    }
    released = dict(
        Transfervermerk.objects.filter(produkt__in=keys).values_list("produkt_id", "created_at")
    )
    replaced = set(
        Scanprodukt.objects.filter(nachscan_von__in=keys).values_list("nachscan_von_id", flat=True)
    )
    return [_lage(row, last.get(row.pk), released.get(row.pk), row.pk in replaced) for row in rows]


def _lage(
    row: Scanprodukt, check: Sichtpruefung | None, at: datetime | None, is_replaced: bool
) -> Lage:
    stapel = row.stapel
    return Lage(
        klasse=row.klasse,
        is_counted=stapel.confirmed_at is not None,
        has_all_pages=stapel.has_all_pages,
        has_remark=bool(stapel.auffaellig),
        has_symbols=bool(stapel.befunde.get("has_symbols")),
        is_checked=check is not None and check.is_in_ordnung,
        is_objected=check is not None and not check.is_in_ordnung,
        is_replaced=is_replaced,
        released_on=timezone.localdate(at) if at else None,
    )


def lage_of(produkt: Scanprodukt) -> Lage:
    """Return how one scan stands."""
    return lagen([produkt])[0]


def with_check(rows: QuerySet[Scanprodukt]) -> QuerySet[Scanprodukt]:
    """Return scans with the outcome of their last check (`ist_gut`: None when there was none)."""
    last = Sichtpruefung.objects.filter(produkt=OuterRef("pk")).order_by("-at")
    return rows.annotate(ist_gut=Subquery(last.values("is_in_ordnung")[:1]))


def to_draw_from(klasse: Scanklasse) -> QuerySet[Scanprodukt]:
    """Return the scans of a class (any version) from which a sample may be drawn."""
    return (
        Scanprodukt.objects.filter(klasse__key=klasse.key, stapel__confirmed_at__isnull=False)
        .filter(los=None, transfervermerk=None, nachscans=None, nachscan_von=None)
        .exclude(stapel__befunde__has_symbols=True)
        .select_related("stapel")
        .order_by("pk")
    )


def pending(stichprobe: Stichprobe) -> list[Scanprodukt]:
    """Return what is still to be looked at: what was drawn, and whole batches with an objection."""
    rows = with_check(
        Scanprodukt.objects.filter(los__stichprobe=stichprobe)
        .select_related("los", "stapel", "dokument", "klasse")
        .order_by("stapel__created_at", "position", "pk")
    )
    found = list(rows)
    objected = {row.stapel_id for row in found if row.ist_gut is False}
    wanted = (row for row in found if row.los.is_drawn or row.stapel_id in objected)
    return [row for row in wanted if row.ist_gut is None]


def to_release(stichprobe: Stichprobe) -> list[Scanprodukt]:
    """Return the scans for which a sample speaks, but for those objected to or released."""
    rows = Scanprodukt.objects.filter(los__stichprobe=stichprobe, transfervermerk=None)
    rows = rows.select_related("stapel__kanal__einheit", "stapel__blob", "klasse", "dokument")
    return [row for row in with_check(rows).order_by("pk") if row.ist_gut is not False]


def control_of(produkt: Scanprodukt) -> Kontrolle:
    """Return how a scan was controlled: looked at itself, or spoken for by a sample."""
    check = produkt.pruefungen.order_by("-at").first()
    los = Stichprobenlos.objects.select_related("stichprobe").filter(produkt=produkt).first()
    if los is None:
        return Kontrolle(check.at, "Jeder Scan angesehen", "in Ordnung, dieser Scan angesehen")
    sample = los.stichprobe
    umfang = f"Stichprobe: {sample.gezogen} von {sample.umfang} Scans, {sample.prozent} %"
    bad = Sichtpruefung.objects.filter(produkt__los__stichprobe=sample, is_in_ordnung=False).count()
    told = (
        f"{counted(bad, 'Scan', 'Scans')} der Stichprobe beanstandet"
        if bad
        else "Stichprobe in Ordnung"
    )
    own = "dieser Scan angesehen" if check else "dieser Scan nicht gezogen"
    return Kontrolle(check.at if check else sample.created_at, umfang, f"{told}, {own}")
