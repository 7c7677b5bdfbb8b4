"""Schwärzung: look for places, choose, have a copy made, file it. The original stays as it is."""

from dataclasses import dataclass
from datetime import date, datetime

from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.kopie import Kopie, copy_place, file_copy
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Dokument, Schwaerzung, Schwaerzungsgrund, Vorgang
from verbundakte.akten.models.verweis import VerweisArt
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action


class NothingToBlacken(Refusal):
    """A copy in which nothing is missing."""

    message = "So wäre nichts geschwärzt. Wählen Sie eine Stelle oder einen Bereich."


class AlreadyOrdered(Refusal):
    """The copy is being made."""

    message = "Die geschwärzte Kopie entsteht schon oder liegt schon im Vorgang."


@dataclass(frozen=True)
class Auswahl:
    """What somebody decided: places that stay, areas, and why the rest goes."""

    ausgelassen: list[int]
    bereiche: list[list]
    betreff: str
    grund: str
    begruendung: str
    is_wide: bool


def begin_schwaerzung(
    actor, datei: Datei, *, begriffe: list[str], muster: list[str], at: datetime
) -> Schwaerzung:
    """Look for words and patterns in a file; a job does it. What was begun before is forgotten.

    Raises as `copy_place`.
    """
    dokument = datei.fassung.dokument
    copy_place(actor, dokument)
    own = Schwaerzung.objects.filter(datei=datei, created_by=actor.person_id)
    own.filter(ordered_at=None).delete()
    row = Schwaerzung.objects.create(
        datei=datei,
        begriffe=begriffe,
        muster=muster,
        created_at=at,
        created_by=actor.person_id,
    )
    _start(actor, JobKind.FIND_PLACES, dokument, row)
    return row


def _start(actor, kind: JobKind, dokument: Dokument, row: Schwaerzung) -> None:
    behalf = str(actor.on_behalf_of or "")
    label = f"{dokument.betreff}"[:200]
    jobs.start(
        actor, kind, subject=dokument, label=label, priority=jobs.AWAITED,
        schwaerzung=row.pk, vertretung=behalf,
    )  # fmt: skip


def note_found(actor, schwaerzung: Schwaerzung, *, found: dict, at: datetime) -> None:
    """Write down what a job found: pages, places, pages without text."""
    rows = Schwaerzung.objects.filter(pk=schwaerzung.pk, ordered_at=None)
    rows.update(searched_at=at, problem="", **found)


def note_problem(actor, schwaerzung: Schwaerzung, *, problem: str) -> None:
    """Write down why it could not be done; it can be changed and tried again."""
    rows = Schwaerzung.objects.filter(pk=schwaerzung.pk, done_at=None)
    rows.update(problem=problem[:400], ordered_at=None)


def order_schwaerzung(
    actor, schwaerzung: Schwaerzung, *, auswahl: Auswahl, at: datetime
) -> Schwaerzung:
    """Have the copy made; a job does it, proves it and files it.

    Raises AlreadyOrdered, NothingToBlacken and as `copy_place`.
    """
    row = Schwaerzung.objects.select_for_update().get(pk=schwaerzung.pk)
    if row.ordered_at is not None or row.searched_at is None:
        raise AlreadyOrdered
    dokument = schwaerzung.datei.fassung.dokument
    copy_place(actor, dokument)
    kept = {number for number in auswahl.ausgelassen if 0 <= number < len(row.stellen)}
    if len(kept) == len(row.stellen) and not auswahl.bereiche:
        raise NothingToBlacken
    row.ausgelassen, row.bereiche = sorted(kept), auswahl.bereiche
    row.betreff, row.grund = auswahl.betreff, auswahl.grund
    row.begruendung, row.is_wide = auswahl.begruendung, auswahl.is_wide
    row.problem, row.ordered_at = "", at
    row.save()
    _start(actor, JobKind.BLACKEN, dokument, row)
    return row


@action(Permission.DOKUMENT_CREATE, Event.SCHWAERZUNG_FILED, about="result", locks=False)
def file_schwaerzung(
    actor, vorgang: Vorgang, *, schwaerzung: Schwaerzung, arrived: Arrived, at: datetime
) -> Dokument:
    """File the proven copy as a Dokument of its own, with a Verweis to the original.

    Who sees it is asked where only named persons see the original: never wider by itself.
    Raises as `copy_place`.
    """
    original = schwaerzung.datei.fassung.dokument
    copy_place(actor, original)
    ground = Schwaerzungsgrund(schwaerzung.grund).label
    told = f"Geschwärzte Kopie von Dokument {original.position}. {ground}."
    values = {
        "betreff": schwaerzung.betreff,
        "bemerkung": f"{told} {schwaerzung.begruendung}".strip(),
    }
    kopie = Kopie(arrived, VerweisArt.SCHWAERZUNG, values, schwaerzung.is_wide)
    copy = file_copy(actor, original, kopie, at=at)
    count = len(schwaerzung.stellen) - len(schwaerzung.ausgelassen) + len(schwaerzung.bereiche)
    audit.note_change("Rechtsgrundlage", None, ground)
    audit.note_change("Begründung", None, schwaerzung.begruendung)
    audit.note_change("Geschwärzte Stellen", None, count)
    audit.record(Event.SCHWAERZUNG_MADE, actor=actor, subject=original, changes=[])
    _forget(schwaerzung, copy, at)
    return copy


def _forget(row: Schwaerzung, copy: Dokument, at: datetime) -> None:
    """Keep that it was done; what was looked for and found is not kept."""
    row.ergebnis, row.done_at = copy, at
    row.begriffe, row.stellen, row.ausgelassen, row.bereiche = [], [], [], []
    row.save()


def drop_schwaerzungen(actor, *, before: date) -> int:
    """Forget what was begun before a day and never finished; return how many."""
    rows = Schwaerzung.objects.filter(done_at=None, created_at__date__lt=before)
    return rows.delete()[0]


def forget_schwaerzungen(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: what was found in its files goes with it."""
    Schwaerzung.objects.filter(datei__fassung__dokument=dokument).delete()
    Schwaerzung.objects.filter(ergebnis=dokument).update(betreff="", begruendung="")
