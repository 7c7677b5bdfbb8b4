"""Reading Eingänge and learning from filed letters. Derived from what is there: no events."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.timezone import localdate

from verbundakte.akten.models import (
    Beteiligtenrolle,
    Beteiligung,
    Dokument,
    Seitentext,
    is_restricted,
)
from verbundakte.akten.queries.zeichen import number_check
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.actions.kreis import circle
from verbundakte.posteingang.erkennung import VERSION, Brief, Erkannt, recognise
from verbundakte.posteingang.erkennung.gespeichert import written
from verbundakte.posteingang.lernen.merkmale import PAGE, Schreiben, schreiben_of
from verbundakte.posteingang.lernen.speicher import TOTAL, Beispiel, Ziel, beispiel_of
from verbundakte.posteingang.models import (
    Eingang,
    Erkennung,
    KanalArt,
    LernArt,
    Lernbeispiel,
    Lernschluessel,
    Lernzahl,
    Verschluss,
)

WITH_HEAD = (KanalArt.EMAIL, KanalArt.BEHOERDENPOST, KanalArt.ANTRAG)
OFFICES = ("Stadtverwaltung ", "Gemeindeverwaltung ", "Stadt ", "Gemeinde ", "Landkreis ", "Kreis ")
MOST_PAGES = 40
Seiten = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Gelesen:
    """What is needed of a letter: its text, findings, and features."""

    text_hash: str
    erkannt: Erkannt
    schreiben: Schreiben


def own_names() -> tuple[str, ...]:
    """Return how the town is called in addresses."""
    name = Tenant.objects.get(pk=current_tenant()).name
    short = next((name.removeprefix(office) for office in OFFICES if name.startswith(office)), name)
    return (short,)


def pages_of(ids: Iterable[UUID]) -> dict[UUID, Seiten]:
    """Return the texts of Dokumente by page: of the newest Fassung that stands, its first file."""
    rows = Seitentext.objects.filter(
        datei__fassung__dokument__in=list(ids),
        datei__fassung__withdrawn_at=None,
        page__lte=MOST_PAGES,
    ).order_by("-datei__fassung__nummer", "datei_id", "page")
    found: dict[UUID, list[tuple[int, str]]] = {}
    chosen: dict[UUID, UUID] = {}
    for key, datei, page, text in rows.values_list(
        "datei__fassung__dokument_id", "datei_id", "page", "text"
    ):
        if chosen.setdefault(key, datei) == datei:
            found.setdefault(key, []).append((page, text))
    return {key: tuple(pages) for key, pages in found.items()}


def read_letter(brief: Brief, names: tuple[str, ...], is_own, kanal: str = "") -> Gelesen:
    """Return what a letter says, and what of it is compared."""
    erkannt = recognise(brief, own_names=names, is_own=is_own)
    pages = [text for _, text in brief.seiten]
    told = "\n".join((str(VERSION), brief.betreff, *pages))
    digest = hashlib.sha256(told.encode()).hexdigest()
    return Gelesen(digest, erkannt, schreiben_of(erkannt, PAGE.join(pages), kanal=kanal))


def brief_of(eingang: Eingang, seiten: Seiten) -> Brief:
    """Return an Eingang as the recognition reads it."""
    has_head = eingang.kanal.art in WITH_HEAD
    return Brief(
        seiten,
        localdate(eingang.eingegangen_at),
        absender=eingang.absender,
        betreff=eingang.betreff if has_head else "",
        anlagen=tuple(map(str, eingang.angaben.get("anlagen") or ())),
    )


def recognise_eingaenge(ids: Iterable[UUID], *, at: datetime) -> list[UUID]:
    """Read the open Eingänge whose Dokumente these are; return those with something new to tell.

    What is still sealed is not read.
    """
    rows = list(
        Eingang.objects.filter(dokument__in=list(ids), done_at=None)
        .exclude(oeffnen_ab__isnull=False, geoeffnet_at=None)
        .select_related("kanal", "dokument", "erkennung")
    )
    pages = pages_of(row.dokument_id for row in rows)
    if not pages:
        return []
    names, is_own = own_names(), number_check(None, localdate(at))
    fresh = []
    for row in rows:
        if row.dokument_id not in pages:
            continue
        read = read_letter(brief_of(row, pages[row.dokument_id]), names, is_own, str(row.kanal_id))
        known = getattr(row, "erkennung", None)
        if known is None or known.text_hash != read.text_hash:
            _keep(row, read, at)
            fresh.append(row.pk)
    return fresh


def _keep(eingang: Eingang, read: Gelesen, at: datetime) -> None:
    Erkennung.objects.update_or_create(
        eingang=eingang,
        defaults={
            "version": VERSION,
            "text_hash": read.text_hash,
            "funde": written(read.erkannt),
            "schreiben": read.schreiben.kept(),
            "recognised_at": at,
        },
    )


def _letters(ids: list[UUID]):
    """Return the filed letters among these Dokumente: what came in, and nobody keeps back."""
    return (
        Dokument.objects.filter(pk__in=ids, parent=None, is_entwurf=False, trashed_at=None)
        .filter(erased_at=None, postausgangsdatum=None)
        .filter(~Q(absender="") | ~Q(posteingangsdatum=None) | Q(eingang__isnull=False))
        .annotate(is_kept_back=is_restricted())
        .filter(is_kept_back=False)
        .select_related("vorgang", "akte__planeinheit", "dokumenttyp", "eingang__kanal__einheit")
    )


def learn(ids: list[UUID], *, at: datetime) -> int:
    """Learn these Dokumente as they lie now; what is no filed letter (any more) is forgotten.

    Returns how many are known now. Safe to run twice; whoever calls it holds the Lernstand.
    """
    rows = {row.pk: row for row in _letters(ids)}
    pages = pages_of(rows)
    names, is_own = own_names(), number_check(None, localdate(at))
    wanted: list[Lernbeispiel] = []
    for key, row in rows.items():
        if key in pages:
            wanted += _examples(row, pages[key], names, is_own)
    known = list(Lernbeispiel.objects.filter(dokument__in=ids))
    replace_learned(known, wanted)
    return len(wanted)


def _examples(row: Dokument, pages: Seiten, names, is_own) -> list[Lernbeispiel]:
    eingang = getattr(row, "eingang", None)
    if eingang is not None:
        brief, kanal = brief_of(eingang, pages), str(eingang.kanal_id)
    else:
        came_on = row.posteingangsdatum or localdate(row.created_at)
        brief, kanal = Brief(pages, came_on, row.absender), ""
    schreiben = read_letter(brief, names, is_own, kanal).schreiben
    klasse = row.akte.geheimnisklasse if row.akte else ""
    found = []
    if row.vorgang_id:
        found.append((LernArt.ABLAGE, row.zone_id, klasse, _ziele(row)))
    if not klasse and eingang and eingang.verschluss == Verschluss.OFFEN:
        kanal_einheit = eingang.kanal.einheit
        ziel = row.vorgang.federfuehrung_id if row.vorgang else eingang.einheit_id
        if ziel != kanal_einheit.pk:
            ziele = {Ziel.EINHEIT: str(ziel), Ziel.TYP: row.dokumenttyp.kuerzel}
            zone = circle(Verschluss.OFFEN, kanal_einheit)
            found.append((LernArt.ZULEITUNG, zone.pk, "", ziele))
    return [
        _row(row, art, zone, of, beispiel_of(schreiben, row.pk, ziele, brief.arrived_on))
        for art, zone, of, ziele in found
    ]


def _row(dokument: Dokument, art: str, zone: int, klasse: str, one: Beispiel) -> Lernbeispiel:
    return Lernbeispiel(
        dokument=dokument,
        art=art,
        zone_id=zone,
        klasse=klasse,
        merkmale=sorted(one.merkmale),
        schluessel=sorted(one.schluessel),
        ziele={str(ziel): key for ziel, key in one.ziele.items()},
        on=one.on,
    )


def _ziele(row: Dokument) -> dict[Ziel, str]:
    vorgang = row.vorgang
    found = {
        Ziel.EINHEIT: str(vorgang.federfuehrung_id),
        Ziel.TYP: row.dokumenttyp.kuerzel,
        Ziel.PLAN: str(row.akte.planeinheit.item_id),
        Ziel.VORGANG: str(vorgang.pk),
        Ziel.AKTE: str(row.akte_id),
    }
    if vorgang.sachbearbeitung_id:
        found[Ziel.PERSON] = str(vorgang.sachbearbeitung_id)
    parts = Beteiligung.objects.filter(dokument=row, rolle=Beteiligtenrolle.ABSENDER)
    if kontakt := parts.values_list("kontakt_id", flat=True).first():
        found[Ziel.KONTAKT] = str(kontakt)
    elif (eingang := getattr(row, "eingang", None)) and eingang.kontakt_id:
        found[Ziel.KONTAKT] = str(eingang.kontakt_id)
    return found


def replace_learned(known: list[Lernbeispiel], wanted: list[Lernbeispiel]) -> None:
    """Put learned letters in the place of others, and change the counts by the difference.

    It costs by how many these are, not by how many were learned before.
    """
    deltas: dict[tuple[str, int], dict[int, Counter]] = defaultdict(lambda: defaultdict(Counter))
    for rows, by in ((known, -1), (wanted, 1)):
        for row in rows:
            counted = deltas[row.klasse, row.zone_id]
            for ziel in _counted(row):
                for merkmal in (TOTAL, *row.merkmale):
                    counted[merkmal][ziel] += by
    Lernbeispiel.objects.filter(pk__in=[row.pk for row in known]).delete()
    Lernbeispiel.objects.bulk_create(wanted)
    Lernschluessel.objects.bulk_create(
        Lernschluessel(beispiel=row, schluessel=key, on=row.on)
        for row in wanted
        for key in row.schluessel
    )
    for (klasse, zone), counted in deltas.items():
        _count(klasse, zone, {key: row for key, row in counted.items() if any(row.values())})


def _counted(row: Lernbeispiel) -> list[str]:
    ziele = {Ziel(name): key for name, key in row.ziele.items()}
    return Beispiel(row.pk, frozenset(), frozenset(), ziele, row.on).counted()


def _count(klasse: str, zone: int, changes: dict[int, Counter]) -> None:
    """Change the counts of a zone; counts of nothing go."""
    there = {
        row.merkmal: row
        for row in Lernzahl.objects.filter(klasse=klasse, zone=zone, merkmal__in=list(changes))
    }
    kept, gone = [], []
    for merkmal, change in changes.items():
        row = there.get(merkmal) or Lernzahl(
            klasse=klasse, zone_id=zone, merkmal=merkmal, zaehler={}
        )
        total = Counter(row.zaehler)
        total.update(change)
        row.zaehler = {ziel: number for ziel, number in total.items() if number > 0}
        (kept if row.zaehler else gone).append(row)
    Lernzahl.objects.bulk_create(
        kept,
        update_conflicts=True,
        update_fields=["zaehler"],
        unique_fields=["tenant", "merkmal", "klasse", "zone"],
        batch_size=2_000,
    )
    emptied = {row.merkmal for row in gone} & set(there)
    Lernzahl.objects.filter(klasse=klasse, zone=zone, merkmal__in=list(emptied)).delete()


def learned_elsewhere(limit: int) -> list[UUID]:
    """Return Dokumente that were learned in a zone they lie in no more."""
    rows = Lernbeispiel.objects.filter(art=LernArt.ABLAGE).exclude(zone=F("dokument__zone"))
    return list(rows.values_list("dokument_id", flat=True)[:limit])


def forget_letter(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: what was learned and recognised from it goes with it."""
    replace_learned(list(Lernbeispiel.objects.filter(dokument=dokument)), [])
    Erkennung.objects.filter(eingang__dokument=dokument).delete()
