"""In which Akten, Vorgänge, Dokumente and Kontakte data of a person stands (Art. 15 DSGVO).

`find_*` ask all files, as the system does on behalf of an Auskunft; `read` gives only what a person
may see, so that each unit looks at its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from verbundakte.akten.models import Akte, Anschrift, Beteiligung, Dokument, Kanal, Kontakt, Vorgang
from verbundakte.akten.queries.kontakt import kontakte, may_see_anschrift
from verbundakte.akten.queries.objects import akten, dokumente, vorgaenge
from verbundakte.akten.queries.schutz import berichtigungen_of
from verbundakte.core.clock import today
from verbundakte.core.db.ready import by_ids
from verbundakte.core.models import Level, PrincipalKind, ZoneEntry
from verbundakte.core.registry import (
    Betroffene,
    Finding,
    FindingPlace,
    PersonalData,
    SourceAway,
)
from verbundakte.core.search.fold import fold
from verbundakte.core.search.service import Search, search

PAGE = 100
MOST_HITS = 10_000
TOO_MANY = (
    "Der Name steht an mehr als 10.000 Stellen. Beginnen Sie neu und nennen Sie den Vornamen."
)
MODELS = {"akte": Akte, "vorgang": Vorgang, "dokument": Dokument, "kontakt": Kontakt}
UNITS = (PrincipalKind.EINHEIT, PrincipalKind.MITARBEIT, PrincipalKind.LEITUNG)
Line = dict


def _same(betroffene: Betroffene) -> QuerySet[Kontakt]:
    """Kontakte of this name (and not of another day of birth), and the one that is named."""
    folded = fold(f"{betroffene.name} {betroffene.vorname}".strip())[:340]
    by_name = Q(name_folded=folded)
    if betroffene.geboren_on:
        by_name &= Q(geboren_on=betroffene.geboren_on) | Q(geboren_on=None)
    known = [betroffene.kontakt_id] if betroffene.kontakt_id else []
    return Kontakt.objects.filter(by_name | Q(pk__in=known) | Q(merged_into__in=known))


def find_kontakte(actor, betroffene: Betroffene) -> Iterator[Finding]:
    """Yield the Kontakte of a person and everything in which she takes part."""
    rows = list(_same(betroffene).order_by("pk"))
    for row in rows:
        yield Finding("kontakt", row.pk, "Kontakt")
    parts = Beteiligung.objects.filter(kontakt__in=rows).select_related(
        "akte", "vorgang", "dokument"
    )
    for part in parts.order_by("pk"):
        why = f"Beteiligt: {part.get_rolle_display()}"
        yield Finding(part.subject._meta.model_name, part.subject.pk, why)


def find_texts(actor, betroffene: Betroffene) -> Iterator[Finding]:
    """Yield files and Dokumente in whose text the name stands. Raises SourceAway."""
    name, vorname = (
        part.replace('"', " ").strip() for part in (betroffene.name, betroffene.vorname)
    )
    spellings = [f"{vorname} {name}", f"{name} {vorname}"] if vorname else [name]
    text = " ODER ".join(f'"{spelling}"' for spelling in spellings)
    offset, has_more = 0, True
    while has_more and offset < MOST_HITS:
        answer = search(actor, Search(text, offset=offset, limit=PAGE))
        if answer.problem:
            raise SourceAway(answer.problem)
        for shown in answer.hits:
            if shown.hit.kind in MODELS:
                yield Finding(shown.hit.kind, shown.hit.id, "Name im Text")
        offset, has_more = offset + PAGE, answer.has_more
    if has_more:
        raise SourceAway(TOO_MANY)


def _by_kind(findings: Iterable[Finding]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for finding in findings:
        found[finding.kind].append(finding.id)
    return found


def place(actor, findings: Iterable[Finding]) -> dict[UUID, FindingPlace]:
    """Return which unit answers for each object; what is gone or a private draft is left out."""
    found: dict[UUID, FindingPlace] = {}
    for kind, ids in _by_kind(findings).items():
        if kind == "kontakt":
            found |= _place_of_kontakte(ids)
            continue
        rows = MODELS[kind].objects.filter(pk__in=ids)
        if kind == "dokument":
            is_private = Q(is_entwurf=True, vorgang=None)
            rows = rows.filter(trashed_at=None, erased_at=None).exclude(is_private)
        elif kind == "vorgang":
            rows = rows.filter(trashed_at=None)
        for key, einheit, zone in rows.values_list("pk", "federfuehrung_id", "zone_id"):
            found[key] = FindingPlace(einheit, zone)
    return found


def _place_of_kontakte(ids: list[UUID]) -> dict[UUID, FindingPlace]:
    """A Kontakt belongs to the unit that may change it."""
    rows = dict(Kontakt.objects.filter(pk__in=ids).values_list("pk", "zone_id"))
    entries = ZoneEntry.objects.filter(
        zone__in=set(rows.values()), principal_kind__in=UNITS, level=Level.WRITE
    )
    units: dict[int, UUID] = {}
    for zone, einheit in entries.order_by("principal_id").values_list("zone_id", "principal_id"):
        units.setdefault(zone, einheit)
    return {key: FindingPlace(units.get(zone), zone) for key, zone in rows.items()}


def read(actor, findings: Iterable[Finding]) -> dict[UUID, Line]:
    """Return {id: number, title and facts} of what the actor may see (at most seven queries)."""
    found: dict[UUID, Line] = {}
    readers = {"akte": akten, "vorgang": vorgaenge, "dokument": _dokumente, "kontakt": kontakte}
    lines = {"kontakt": _kontakt_lines, "dokument": _dokument_lines}
    for kind, ids in _by_kind(findings).items():
        try:
            rows = by_ids(readers[kind]).all(actor, ids=list(ids))
        except Http404:
            continue
        found |= lines.get(kind, _file_lines)(actor, rows)
    return found


def _dokumente(actor):
    return dokumente(actor).select_related("vorgang")


def _line(kind: str, nummer: str, titel: str, angaben: Iterable[tuple[str, object]]) -> Line:
    told = [
        [label, f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)]
        for label, value in angaben
        if value
    ]
    return {"art": kind, "nummer": nummer, "titel": titel, "angaben": told}


def _file_lines(actor, rows: list) -> dict[UUID, Line]:
    return {
        row.pk: _line(
            type(row).__name__, row.aktenzeichen, row.betreff,
            [("Angelegt", row.created_at), ("Bemerkung", row.bemerkung)],
        )
        for row in rows
    }  # fmt: skip


def _dokument_lines(actor, rows: list[Dokument]) -> dict[UUID, Line]:
    corrected = _corrections(actor, rows)
    return {
        row.pk: _line(
            "Dokument",
            f"{row.vorgang.aktenzeichen}, Nr. {row.position}" if row.vorgang else "",
            row.betreff,
            [
                ("Art", row.dokumenttyp.bezeichnung),
                ("Datum", row.datum_des_schreibens or row.posteingangsdatum or row.created_at),
                ("Absender", row.absender),
                ("Empfänger", row.empfaenger),
                ("Bemerkung", row.bemerkung),
                *corrected[row.pk],
            ],
        )
        for row in rows
    }


def _corrections(actor, rows: list) -> dict[UUID, list[tuple[str, object]]]:
    found = berichtigungen_of(actor, rows)
    told: dict[UUID, list[tuple[str, object]]] = defaultdict(list)
    for key, vermerke in found.items():
        told[key] = [("Berichtigungsvermerk", vermerk.text) for vermerk in vermerke]
    return told


def _kontakt_lines(actor, rows: list[Kontakt]) -> dict[UUID, Line]:
    reach: dict[UUID, list[tuple[str, object]]] = defaultdict(list)
    corrected = _corrections(actor, rows)
    on = today()
    open_ones = [row for row in rows if may_see_anschrift(actor, row, on)]
    for anschrift in Anschrift.objects.filter(kontakt__in=open_ones).order_by("created_at"):
        reach[anschrift.kontakt_id].append(("Anschrift", anschrift))
    for kanal in Kanal.objects.filter(kontakt__in=open_ones).order_by("created_at"):
        reach[kanal.kontakt_id].append((kanal.get_art_display(), kanal.wert))
    return {
        row.pk: _line(
            "Kontakt",
            "",
            str(row),
            [
                ("Geburtsdatum", row.geboren_on),
                *reach[row.pk],
                ("Bemerkung", row.bemerkung),
                *corrected[row.pk],
            ],
        )
        for row in rows
    }


SOURCES = (
    PersonalData("akten.kontakte", "Kontakte und Beteiligte", find_kontakte, place, read),
    PersonalData("akten.texte", "Akten, Vorgänge und Dokumente", find_texts, place, read),
)
