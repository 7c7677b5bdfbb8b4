"""Reading batches, scans and what is proven of them.

A batch is seen by whoever works on scans and sees the post of its unit; a scan by whoever sees its
Dokument and works on scans or checks them.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from verbundakte.akten import queries as akten
from verbundakte.akten.queries.listing import PAGE, Page, newest_of_tenant
from verbundakte.core.clock import today
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Rolle
from verbundakte.posteingang.models import (
    Eingangskanal,
    KanalArt,
    Scanklasse,
    Scanprodukt,
    Scanstapel,
    Sichtpruefung,
    Stichprobe,
    Transfervermerk,
    Trennblatt,
    Verfahrensdokumentation,
    Vermerksiegel,
    Vernichtung,
)
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import require
from verbundakte.posteingang.scan import lage
from verbundakte.posteingang.scan import verfahren as verfahren_text
from verbundakte.posteingang.scan.verfahren import Scanner
from verbundakte.signaturen.queries import siegel_of_town

FOLDERS = (KanalArt.SCAN, KanalArt.ORDNER, KanalArt.BEHOERDENPOST, KanalArt.ANTRAG)
MAY_SEE = (Permission.SCAN_WORK, Permission.SCAN_CHECK)
MOST = 200
STEPS = (
    Permission.SCAN_WORK,
    Permission.SCAN_CHECK,
    Permission.SCAN_DESTROY,
    Permission.SCAN_AUDIT,
)


def stapel(actor) -> QuerySet[Scanstapel]:
    """Return the batches the actor may work on."""
    require(actor, Permission.SCAN_WORK)
    rows = Scanstapel.objects.visible_to(actor).select_related("kanal__einheit", "blob", "klasse")
    return rows.annotate(zahl=Count("produkte")).select_related("vernichtung")


def stapel_page(actor, *, after: str = "", limit: int = PAGE) -> Page:
    """Return a page of batches, the newest first."""
    require(actor, Permission.SCAN_WORK)
    return newest_of_tenant(actor, Scanstapel, stapel, after=after, limit=limit)


def get_stapel(actor, key: UUID) -> Scanstapel:
    """Return a batch, or 404."""
    found = stapel(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def produkte(actor) -> QuerySet[Scanprodukt]:
    """Return the scans whose Dokumente the actor sees."""
    if not any(permission in actor.permissions for permission in MAY_SEE):
        raise Http404
    rows = Scanprodukt.objects.filter(dokument__in=akten.dokumente(actor).values("pk"))
    return rows.select_related(
        "stapel__kanal__einheit", "stapel__blob", "klasse", "dokument", "transfervermerk"
    )


def produkte_of(actor, row: Scanstapel) -> list[Scanprodukt]:
    """Return the scans of a batch that the actor sees, in their order."""
    return list(lage.with_check(produkte(actor).filter(stapel=row)).order_by("position"))


def get_produkt(actor, key: UUID) -> Scanprodukt:
    """Return a scan, or 404."""
    found = produkte(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def klassen(actor, on: date) -> list[Scanklasse]:
    """Return the classes that hold on a day, by name."""
    if not any(
        p in actor.permissions
        for p in (*MAY_SEE, Permission.SCAN_AUDIT, Permission.KANAL_CONFIGURE)
    ):
        raise Http404
    return list(Scanklasse.objects.valid_on(on).order_by("bezeichnung"))


def get_klasse(actor, key: UUID) -> Scanklasse:
    """Return a version of a class, or 404."""
    require(actor, Permission.SCAN_CHECK)
    found = Scanklasse.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def get_trennblatt(actor, key: UUID) -> Trennblatt:
    """Return a sheet that the actor printed herself, or 404."""
    rows = Trennblatt.objects.select_related("einheit", "vorgang")
    found = rows.filter(pk=key, created_by=actor.person_id).first()
    if found is None:
        raise Http404
    return found


def folders(actor) -> list[Eingangskanal]:
    """Return the watched folders, for whoever sets them up."""
    require(actor, Permission.KANAL_CONFIGURE)
    rows = Eingangskanal.objects.filter(art__in=FOLDERS).select_related("einheit")
    return list(rows.order_by("-is_active", "bezeichnung"))


def get_folder(actor, key: UUID) -> Eingangskanal:
    """Return a watched folder, or 404."""
    require(actor, Permission.KANAL_CONFIGURE)
    rows = Eingangskanal.objects.filter(art__in=FOLDERS).select_related("einheit")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def to_check(actor, klasse: Scanklasse) -> QuerySet[Scanprodukt]:
    """Return the scans of a class that wait to be looked at, oldest first."""
    rows = lage.with_check(produkte(actor).filter(klasse__key=klasse.key, transfervermerk=None))
    return rows.filter(nachscans=None, ist_gut=None).order_by("created_at", "pk")


def open_stichproben(actor) -> list[tuple[Stichprobe, list[Scanprodukt]]]:
    """Return samples that are not released yet, each with what is still to be looked at."""
    require(actor, Permission.SCAN_CHECK)
    rows = Stichprobe.objects.filter(
        Q(lose__produkt__transfervermerk=None) & Q(lose__produkt__nachscans=None)
    )
    found = rows.distinct().select_related("klasse").order_by("-created_at")[:20]
    return [(row, lage.pending(row)) for row in found if lage.to_release(row)]


def get_stichprobe(actor, key: UUID) -> Stichprobe:
    """Return a sample, or 404."""
    require(actor, Permission.SCAN_CHECK)
    found = Stichprobe.objects.select_related("klasse").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def get_vermerk(actor, key: UUID) -> Transfervermerk:
    """Return the Transfervermerk of a scan the actor sees, or 404."""
    found = getattr(get_produkt(actor, key), "transfervermerk", None)
    if found is None:
        raise Http404
    return found


def siegel_of(actor, vermerk: Transfervermerk) -> Vermerksiegel | None:
    """Return the seal of a Transfervermerk that was read, or that one is waited for; None: never was."""
    return Vermerksiegel.objects.select_related("blob").filter(vermerk=vermerk).first()


@dataclass(frozen=True)
class Bericht:
    """The figures of the auditor's report about a class."""

    klasse: str
    scans: int
    geprueft: int
    beanstandet: int
    ersetzt: int
    freigegeben: int
    stichproben: int


def berichte(actor, begin: date, end: date) -> list[Bericht]:
    """Return for each class how many scans came from `begin` to `end`, and how they were controlled."""
    require(actor, Permission.SCAN_AUDIT)
    rows = Scanprodukt.objects.filter(created_at__date__gte=begin, created_at__date__lte=end)
    checked = Q(pruefungen__isnull=False)
    counts = rows.values("klasse__key").annotate(
        scans=Count("pk", distinct=True),
        geprueft=Count("pk", filter=checked, distinct=True),
        beanstandet=Count("pk", filter=Q(pruefungen__is_in_ordnung=False), distinct=True),
        ersetzt=Count("pk", filter=Q(nachscans__isnull=False), distinct=True),
        freigegeben=Count("pk", filter=Q(transfervermerk__isnull=False), distinct=True),
        stichproben=Count("los__stichprobe", distinct=True),
    )
    names = dict(Scanklasse.objects.order_by("version").values_list("key", "bezeichnung"))
    found = [Bericht(names.get(row.pop("klasse__key"), "ohne Scanklasse"), **row) for row in counts]
    return sorted(found, key=lambda one: one.klasse)


def abweichungen(actor, begin: date, end: date) -> list[Sichtpruefung]:
    """Return the objections of a time, without persons."""
    require(actor, Permission.SCAN_AUDIT)
    rows = Sichtpruefung.objects.filter(is_in_ordnung=False, at__date__gte=begin, at__date__lte=end)
    return list(rows.select_related("produkt__stapel__kanal").order_by("-at")[:MOST])


def vernichtungen(actor, begin: date, end: date) -> list[Vernichtung]:
    """Return the protocols of destroyed paper of a time."""
    require(actor, Permission.SCAN_AUDIT)
    rows = Vernichtung.objects.filter(on__gte=begin, on__lte=end).select_related("stapel__kanal")
    return list(rows.order_by("-on", "-pk")[:MOST])


def verfahren(actor) -> list[Verfahrensdokumentation]:
    """Return the Verfahrensdokumentationen, the newest first."""
    require(actor, Permission.SCAN_AUDIT)
    return list(Verfahrensdokumentation.objects.select_related("blob").order_by("-nummer")[:MOST])


def has_verfahren(actor) -> bool:
    """Tell whether the town wrote down how it scans."""
    return Verfahrensdokumentation.objects.exists()


def checks_of(actor, row: Scanprodukt) -> list[Sichtpruefung]:
    """Return how a scan was looked at, the newest first."""
    return list(Sichtpruefung.objects.filter(produkt=row).order_by("-at"))


def sample_of(actor, row: Scanprodukt) -> Stichprobe | None:
    """Return the sample to which a scan belongs."""
    return Stichprobe.objects.filter(lose__produkt=row).first()


def pending_of(actor, sample: Stichprobe) -> list[Scanprodukt]:
    """Return what of a sample is still to be looked at and seen by the actor."""
    seen = set(produkte(actor).filter(los__stichprobe=sample).values_list("pk", flat=True))
    return [row for row in lage.pending(sample) if row.pk in seen]


def later_scans(actor, row: Scanprodukt) -> list[Scanprodukt]:
    """Return the scans that may take the place of one: later ones that replace no other."""
    rows = produkte(actor).filter(created_at__gte=row.created_at, nachscan_von=None)
    return list(rows.filter(transfervermerk=None).exclude(pk=row.pk).order_by("-created_at")[:50])


def town(actor) -> Tenant:
    """Return the open town, in whose name things are written."""
    require(actor, Permission.SCAN_AUDIT)
    return Tenant.objects.get(pk=current_tenant())


def scanners(actor) -> list[Scanner]:
    """Return the watched folders in use, as the Verfahrensdokumentation tells them."""
    require(actor, Permission.SCAN_AUDIT)
    rows = Eingangskanal.objects.filter(art=KanalArt.SCAN, is_active=True).select_related("einheit")
    names = dict(Scanklasse.objects.order_by("version").values_list("kuerzel", "bezeichnung"))
    return [
        Scanner(
            row.bezeichnung,
            row.einstellungen["ordner"],
            str(row.einheit),
            names.get(row.einstellungen.get("scanklasse", ""), ""),
        )
        for row in rows.order_by("bezeichnung")
        if row.einstellungen.get("ordner")
    ]


def verfahren_now(actor) -> list[dict]:
    """Return the Verfahrensdokumentation as things are configured now, in sections."""
    siegel = siegel_of_town(actor)
    return verfahren_text.write(
        town(actor).name,
        klassen(actor, today()),
        scanners(actor),
        responsible(actor),
        siegel.inhaber if siegel else "",
    )


def responsible(actor) -> dict[str, list[str]]:
    """Return which roles may do which step of scanning."""
    require(actor, Permission.SCAN_AUDIT)
    found = {}
    rollen = list(Rolle.objects.filter(valid_to=None).order_by("bezeichnung"))
    for permission in STEPS:
        found[permission.label] = [
            rolle.bezeichnung for rolle in rollen if permission in rolle.permissions
        ]
    return found
