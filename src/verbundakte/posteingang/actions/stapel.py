"""Batches: taken whole, divided by their sheets, counted by a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from verbundakte.akten.actions import Arrived, add_anlage
from verbundakte.akten.actions.papierkorb import drop_blob
from verbundakte.akten.models import Dokument
from verbundakte.core import audit, jobs
from verbundakte.core.actions import action
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored
from verbundakte.core.models import AuditDetail
from verbundakte.posteingang import rules
from verbundakte.posteingang.actions.aufnahme import record_eingang
from verbundakte.posteingang.actions.deckblatt import file_by_sheet
from verbundakte.posteingang.actions.kreis import circle
from verbundakte.posteingang.actions.quarantaene import Verdaechtig, hold
from verbundakte.posteingang.ankunft import Ankunft
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import (
    Eingangskanal,
    Scanklasse,
    Scanprodukt,
    Scanstapel,
    Trennblatt,
    Verschluss,
)
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan.kinds import ScanJob
from verbundakte.posteingang.scan.trennung import Teil

KLASSE, ERASED = "scanklasse", "Gelöschter Scan"
HELD = "quarantaene"
IN_QUARANTINE = (
    "Die Virenprüfung hat „{befund}“ gefunden. Die Datei liegt in der Quarantäne, Eingang {number}."
)


@dataclass(frozen=True)
class Herkunft:
    """A file of a scanner: how it is known again, what it is called, when it was scanned."""

    kennung: str
    name: str
    scanned_at: datetime


@dataclass(frozen=True)
class Ankommend:
    """An arrival of a batch whose files already lie in the store."""

    teil: Teil
    haupt: Arrived
    anlagen: tuple[Arrived, ...] = ()


def klasse_of(kanal: Eingangskanal, at: datetime) -> Scanklasse | None:
    """Return the class that scans of a way in get, if it names one that holds."""
    kuerzel = kanal.einstellungen.get(KLASSE, "")
    return Scanklasse.objects.valid_on(localdate(at)).filter(kuerzel=kuerzel).first()


@action(Permission.SCAN_WORK, Event.STAPEL_TAKEN, about="result", locks=False)
def record_stapel(
    actor, kanal: Eingangskanal, *, herkunft: Herkunft, stored: Stored | None, at: datetime, **more
) -> Scanstapel:
    """Write down that a file came from a scanner, whole; a job divides it.

    Without `stored` it was refused; `problem` in `more` says why. `more`: also klasse, gescannt_by.
    """
    stapel = Scanstapel.objects.create(
        kanal=kanal,
        kennung=herkunft.kennung,
        file_name=herkunft.name[:255],
        blob=register(stored) if stored else None,
        zone=circle(Verschluss.OFFEN, kanal.einheit),
        created_at=at,
        scanned_at=herkunft.scanned_at,
        **({"klasse": klasse_of(kanal, at)} | more),
    )
    audit.note_change("Datei", None, stapel.file_name)
    audit.note_change("Eingangskanal", None, kanal.bezeichnung)
    audit.note_change("Hindernis", None, stapel.problem)
    if stored:
        audit.note_change("SHA-256", None, stored.sha256)
        jobs.start(
            actor, ScanJob.DIVIDE, subject=stapel, label=stapel.file_name[:200], stapel=stapel.pk
        )
    return stapel


def hold_stapel(
    actor, kanal: Eingangskanal, *, herkunft: Herkunft, verdaechtig: Verdaechtig, at: datetime
) -> Scanstapel:
    """Write down that a virus was found in a file from a scanner, and hold it back with an Eingang.

    Released it becomes the Dokument of that Eingang, whole; it is not divided and replaces no paper.
    """
    with transaction.atomic():
        ankunft = Ankunft(
            kennung=rules.kennung("scan", herkunft.kennung, "1"),
            eingegangen_at=min(herkunft.scanned_at, at),
            betreff=f"Scan {herkunft.name}"[:500],
            dateiname=herkunft.name[:255],
            fremde_kennung=f"{herkunft.name} 1"[:300],
        )
        eingang = record_eingang(actor, kanal, ankunft=ankunft, arrived=None, at=at)
        hold(actor, eingang, verdaechtig=verdaechtig, at=at)
        told = IN_QUARANTINE.format(befund=verdaechtig.befund[:100], number=eingang.number)
        befunde = {HELD: str(eingang.pk)}
        return record_stapel(
            actor, kanal, herkunft=herkunft, stored=None, at=at, problem=told, befunde=befunde
        )


def known_stapel(kennung: str) -> Scanstapel | None:
    """Return the batch that was made of a file before, so that it is not taken twice."""
    return Scanstapel.objects.filter(kennung=kennung).first()


@action(Permission.SCAN_WORK, Event.STAPEL_DIVIDED)
def file_stapel(
    actor,
    stapel: Scanstapel,
    *,
    befunde: dict,
    arrivals: Iterable[Ankommend],
    at: datetime,
    problem: str = "",
) -> Scanstapel:
    """Record the arrivals of a batch, once; blank pages and sheets that were left out are told.

    Raises as `record_eingang`.
    """
    if stapel.read_at is not None:
        return stapel
    stapel.befunde, stapel.seiten = befunde, befunde.get("seiten")
    stapel.read_at, stapel.problem = at, problem
    for position, arrival in enumerate(arrivals, 1):
        _file_part(actor, stapel, position, arrival, at)
    stapel.save()
    audit.note_change("Seiten", None, stapel.seiten)
    audit.note_change("Leere Seiten weggelassen", None, _numbers(befunde.get("leer", ())))
    audit.note_change("Trennblätter", None, _numbers(befunde.get("blaetter", ())))
    audit.note_change("Hindernis", None, problem)
    return stapel


def _numbers(pages: Iterable[int]) -> str:
    return ", ".join(map(str, pages))


def _file_part(actor, stapel: Scanstapel, position: int, arrival: Ankommend, at: datetime) -> None:
    teil = arrival.teil
    sheet = _sheet(teil)
    eingang = record_eingang(
        actor,
        stapel.kanal,
        ankunft=Ankunft(
            kennung=rules.kennung("scan", stapel.kennung, str(position)),
            eingegangen_at=min(stapel.scanned_at, at),
            betreff="",
            dateiname=stapel.file_name,
            einheit=_unit_of(sheet),
            seiten=len(teil.alle) or stapel.seiten,
            fremde_kennung=f"{stapel.file_name} {position}"[:300],
            angaben={"stapel": str(stapel.pk), "position": position},
        ),
        arrived=arrival.haupt,
        at=at,
    )
    dokumente = [eingang.dokument]
    for anlage in arrival.anlagen:
        dokumente.append(add_anlage(actor, eingang.dokument, arrived=anlage, at=at))
    pages = [teil.seiten, *teil.anlagen]
    files = [arrival.haupt, *arrival.anlagen]
    for number, dokument in enumerate(dokumente):
        Scanprodukt.objects.create(
            stapel=stapel,
            position=100 * position + number,
            dokument=dokument,
            klasse=stapel.klasse,
            sha256=files[number].stored.sha256,
            seiten=list(pages[number]),
            leer=list(teil.leer) if not number else [],
            blaetter=list(teil.blaetter) if not number else [],
            created_at=at,
        )
    if sheet is not None and sheet.vorgang_id:
        file_by_sheet(actor, eingang, sheet=sheet, at=at)


def _sheet(teil: Teil) -> Trennblatt | None:
    if teil.blatt is None:
        return None
    rows = Trennblatt.objects.select_related("vorgang", "einheit")
    return rows.filter(pk=teil.blatt.key).first()


def _unit_of(sheet: Trennblatt | None) -> UUID | None:
    """Return to which unit a sheet sends: its own, or that of its Vorgang."""
    if sheet is None:
        return None
    return sheet.vorgang.federfuehrung_id if sheet.vorgang_id else sheet.einheit_id


def forget_scan(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: the whole scan it was cut from goes, with its name.

    What else was made of the batch stays, each with its own file.
    """
    of_it = Q(produkte__dokument=dokument) | Q(produkte__dokument__parent=dokument)
    keys = list(Scanstapel.objects.filter(of_it).values_list("pk", flat=True))
    for stapel in Scanstapel.objects.filter(pk__in=keys).select_related("blob"):
        blob, stapel.blob = stapel.blob, None
        stapel.file_name, stapel.auffaellig = ERASED, ""
        stapel.save(update_fields=["blob", "file_name", "auffaellig"])
        if blob is not None:
            drop_blob(blob, actor)
        subjects = [stapel.pk, *stapel.produkte.values_list("pk", flat=True)]
        audit.erase(AuditDetail.objects.filter(event__subject_id__in=subjects))
        audit.record(Event.STAPEL_ERASED, actor=actor, subject=stapel, changes=[])
