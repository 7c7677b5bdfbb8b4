"""What an Akte or a Vorgang holds for somebody: the order in which it is written into a file."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import Http404

from verbundakte.akten import queries
from verbundakte.akten.lage import is_straightened
from verbundakte.akten.models import (
    Akte,
    Anmerkung,
    Datei,
    Dokument,
    RenditionKind,
    Vorgang,
    found_in,
)
from verbundakte.akten.queries.objects import with_newest
from verbundakte.akten.queries.verlauf import Entry
from verbundakte.akten.rules import laid_in_order
from verbundakte.core.clock import now
from verbundakte.core.jobs import JobFailed

MOST_DOKUMENTE = 5_000
MOST_VORGAENGE = 2_000
MOST_ENTRIES = 2_000
RESTRICTED = "Verarbeitung eingeschränkt (Art. 18 DSGVO)"
TOO_MANY = (
    "Das sind mehr als 5.000 Dokumente. Geben Sie einzelne Vorgänge aus statt der ganzen Akte."
)


@dataclass
class Eintrag:
    """One Dokument in a file that is made: its number in it, its files, why it has no pages."""

    dokument: Dokument
    nummer: str
    dateien: list[Datei] = field(default_factory=list)
    ausgenommen: str = ""
    berichtigungen: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Its line in the table of contents."""
        return f"{self.nummer} {self.dokument.betreff}"


@dataclass
class Abschnitt:
    """A Vorgang with its Dokumente."""

    vorgang: Vorgang
    eintraege: list[Eintrag]


@dataclass(frozen=True)
class Note:
    """A remark at a Dokument as it is written into a file: where, what, by whom."""

    eintrag: Eintrag
    row: Anmerkung
    who: str

    @property
    def place(self) -> str:
        """Fassung and page, or nothing for a remark at the whole Dokument."""
        if self.row.datei is None:
            return ""
        return f"Fassung {self.row.datei.fassung.nummer}, Seite {self.row.page}"


@dataclass
class Inhalt:
    """Everything of an Akte or a Vorgang that the actor may see now."""

    subject: Akte | Vorgang
    abschnitte: list[Abschnitt]
    verlauf: list[Entry]
    anmerkungen: list
    notes: list["Note"] = field(default_factory=list)

    @property
    def eintraege(self) -> list[Eintrag]:
        """All Dokumente in their order."""
        return [eintrag for abschnitt in self.abschnitte for eintrag in abschnitt.eintraege]


def ids_in(inhalt: Inhalt) -> list[UUID]:
    """Return the ids of the Vorgänge and Dokumente that are told of."""
    vorgaenge = [abschnitt.vorgang.pk for abschnitt in inhalt.abschnitte]
    return vorgaenge + [eintrag.dokument.pk for eintrag in inhalt.eintraege]


def read_subject(actor, kind: str, key: UUID) -> Akte | Vorgang:
    """Return the Akte or Vorgang somebody takes out, or 404."""
    readers = {"akte": queries.get_akte, "vorgang": queries.get_vorgang}
    if kind not in readers:
        raise Http404
    return readers[kind](actor, key)


def read_inhalt(actor, subject: Akte | Vorgang, *, only: set[UUID] | None = None) -> Inhalt:
    """Return what the actor may see of an Akte or a Vorgang; `only` these Dokumente if given.

    Raises JobFailed when it is too much for one file.
    """
    if isinstance(subject, Vorgang):
        vorgaenge = [subject]
    else:
        akten = [subject, *queries.teilakten_of(actor, subject)]
        rows = queries.vorgaenge(actor).filter(akte__in=akten).order_by("aktenzeichen_folded")
        vorgaenge = list(rows[:MOST_VORGAENGE])
    abschnitte, count = [], 0
    for vorgang in vorgaenge:
        eintraege = _eintraege(actor, vorgang, only)
        count += len(eintraege)
        if count > MOST_DOKUMENTE:
            raise JobFailed(TOO_MANY)
        abschnitte.append(Abschnitt(vorgang, eintraege))
    inhalt = Inhalt(subject, abschnitte, [], queries.anmerkungen_of(actor, subject))
    shut = _mark(actor, inhalt.eintraege)
    inhalt.notes = _notes(actor, inhalt.eintraege, shut)
    inhalt.verlauf = [
        entry
        for entry in _whole_verlauf(actor, subject)
        if getattr(entry.about, "pk", None) not in shut
    ]
    return inhalt


def _eintraege(actor, vorgang: Vorgang, only: set[UUID] | None) -> list[Eintrag]:
    rows = queries.dokumente(actor).filter(vorgang=vorgang).annotate(around=found_in())
    rows = rows.order_by("position", "created_at")
    if only is not None:
        rows = rows.filter(pk__in=only)
    found = with_newest(rows, MOST_DOKUMENTE + 1)
    below: dict[UUID | None, list[Dokument]] = {}
    for row in found:
        below.setdefault(row.parent_id, []).append(row)
    eintraege = []
    for row in below.get(None, []):
        eintraege.append(_eintrag(row, str(row.position)))
        for number, anlage in enumerate(laid_in_order(row.pk, below.get(row.pk, [])), 1):
            eintraege.append(_eintrag(anlage, f"{row.position}.{number}"))
    return eintraege


def _notes(actor, eintraege: list[Eintrag], shut: set[UUID]) -> list[Note]:
    """The remarks at the Dokumente, in their order; none of what is left out."""
    told = [eintrag for eintrag in eintraege if eintrag.dokument.pk not in shut]
    found = queries.anmerkungen_in(actor, [eintrag.dokument for eintrag in told])
    names = queries.person_names({str(row.created_by) for rows in found.values() for row in rows})
    return [
        Note(eintrag, row, names.get(str(row.created_by), "Jemand"))
        for eintrag in told
        for row in found.get(eintrag.dokument.pk, [])
    ]


def _mark(actor, eintraege: list[Eintrag]) -> set[UUID]:
    """Leave out what is restricted (Art. 18 DSGVO), let corrections go with their Dokumente; return the
    ids of what is left out."""
    rows = [eintrag.dokument for eintrag in eintraege]
    shut = queries.held_back(actor, rows, at=now())
    vermerke = queries.berichtigungen_of(actor, rows)
    for eintrag in eintraege:
        key = eintrag.dokument.pk
        eintrag.berichtigungen = [vermerk.text for vermerk in vermerke.get(key, [])]
        if key in shut:
            eintrag.ausgenommen, eintrag.dateien = RESTRICTED, []
    return shut


def _eintrag(dokument: Dokument, nummer: str) -> Eintrag:
    fassung = dokument.newest_fassung
    return Eintrag(dokument, nummer, list(fassung.dateien.all()) if fassung else [])


def _whole_verlauf(actor, subject: Akte | Vorgang) -> list[Entry]:
    entries, before = [], ""
    while len(entries) < MOST_ENTRIES:
        page = queries.verlauf(actor, subject, before=before)
        entries += page.entries
        before = page.after
        if not before:
            break
    return entries


def pdf_of(datei: Datei) -> tuple[str, int] | None:
    """Return digest and size of what can be read of a file as PDF, None when there is nothing.

    Of a PDF that cannot be opened as it is that is the repaired one, of a scan that lay askew the
    one made straight.
    """
    is_whole = "damaged" not in datei.properties.get("notices", ()) and not is_straightened(datei)
    if datei.media_type == "application/pdf" and is_whole:
        return datei.blob.sha256, datei.size
    rendition = queries.rendition_of(datei, RenditionKind.PDF)
    if rendition is None or rendition.blob is None:
        return None
    return rendition.blob.sha256, rendition.blob.size
