"""The same letter to many: ordered once, written by a job, each addressee once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from verbundakte.akten.actions import Arrived
from verbundakte.akten.models import Dokument, Kontakt, Vorgang
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Job
from verbundakte.schriftverkehr.actions.dateivorlage import begin_from_datei
from verbundakte.schriftverkehr.actions.schreiben import begin_schreiben
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.kinds import JobKind
from verbundakte.schriftverkehr.models import (
    Briefserie,
    Briefvorlage,
    Dateivorlage,
    Schreiben,
    Serienposten,
)
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.satz import Blatt, Satz

BATCH = 1000


class NobodyListed(Refusal):
    """A series to nobody."""

    message = "Dort steht niemand, an den geschrieben werden kann. Wählen Sie eine andere Liste oder Suche."


class AlreadyStopped(Refusal):
    """Stopping twice."""

    message = "Die Briefserie ist schon angehalten."


class StillRunning(Refusal):
    """Nothing has to be started."""

    message = "Die Briefe werden noch geschrieben. Laden Sie die Seite neu."


class NothingLeft(Refusal):
    """All letters are written."""

    message = "Alle Briefe dieser Serie sind geschrieben."


@dataclass
class Auftrag:
    """What is to be written to whom, from one of both kinds of templates: `zeilen` are rows of a list,
    `kontakte` Kontakte that were read."""

    vorlage: Briefvorlage | None
    betreff: str
    datum: date
    besetzung_id: UUID | None = None
    quelle: str = ""
    angaben: dict[str, str] = field(default_factory=dict)
    zeilen: list[dict[str, str]] = field(default_factory=list)
    kontakte: list[Kontakt] = field(default_factory=list)
    dateivorlage: Dateivorlage | None = None


@action(Permission.SERIE_RUN, Event.SERIE_BEGUN, about="result", locks=False)
def begin_serie(actor, vorgang: Vorgang, *, auftrag: Auftrag, at: datetime) -> Briefserie:
    """Order a series; its letters are Entwürfe in the Vorgang. Raises NobodyListed."""
    total = len(auftrag.zeilen) + len(auftrag.kontakte)
    if not total:
        raise NobodyListed
    serie = Briefserie.objects.create(
        vorgang=vorgang,
        vorlage=auftrag.vorlage,
        dateivorlage=auftrag.dateivorlage,
        betreff=auftrag.betreff[:500],
        datum=auftrag.datum,
        besetzung_id=auftrag.besetzung_id,
        quelle=auftrag.quelle[:255],
        angaben=auftrag.angaben,
        total=total,
        created_at=at,
        created_by=actor.person_id,
    )
    rows = [Serienposten(werte=werte) for werte in auftrag.zeilen]
    rows += [Serienposten(kontakt=kontakt) for kontakt in auftrag.kontakte]
    for position, row in enumerate(rows, 1):
        row.serie, row.position = serie, position
    Serienposten.objects.bulk_create(rows, batch_size=BATCH)
    audit.note_change("Anzahl", None, total)
    _start(actor, serie)
    return serie


@action(Permission.SERIE_RUN, Event.SERIE_CONTINUED)
def continue_serie(actor, serie: Briefserie, *, at: datetime) -> Briefserie:
    """Write what was not written: the rest of a stopped series, and what was refused before, as whoever
    goes on. What is written is not written again. Raises StillRunning, NothingLeft.
    """
    running = Job.objects.filter(pk=serie.job_id, finished_at=None)
    if serie.stopped_at is None and running.exists():
        raise StillRunning
    refused = Serienposten.objects.filter(serie=serie, dokument=None).exclude(problem="")
    count = refused.update(problem="", done_at=None)
    if not Serienposten.objects.filter(serie=serie, done_at=None).exists():
        raise NothingLeft
    audit.note_change("Noch einmal versucht", None, count or None)
    serie.stopped_at, serie.created_by = None, actor.person_id
    _start(actor, serie)
    return serie


def _start(actor, serie: Briefserie) -> None:
    label = f"Serienbriefe: {serie}"[:200]
    told = {"subject": serie, "label": label, "priority": jobs.ORDERED}
    serie.job_id = jobs.start(actor, JobKind.SERIE, serie=serie.pk, **told).pk
    serie.save()


@action(Permission.SERIE_RUN, Event.SERIE_STOPPED)
def stop_serie(actor, serie: Briefserie, *, at: datetime) -> Briefserie:
    """Let no further letter of a series be written; what is written stays. Raises AlreadyStopped."""
    if serie.stopped_at is not None:
        raise AlreadyStopped
    serie.stopped_at = at
    serie.save(update_fields=["stopped_at"])
    return serie


def write_posten(
    actor,
    posten: Serienposten,
    *,
    blatt: Blatt,
    arrived: Arrived,
    at: datetime,
    satz: Satz | None = None,
) -> Dokument | None:
    """File the letter to one addressee as Entwurf, once: with `satz` as Schreiben, else as a filled file
    of Writer or Word. None when it was written already.
    """
    rows = Serienposten.objects.select_for_update(of=("self",))
    row = rows.select_related("serie__dateivorlage").get(pk=posten.pk)
    if row.done_at is not None:
        return None
    more = {"arrived": arrived, "at": at}
    if satz is not None:
        made = begin_schreiben(actor, blatt.vorgang, blatt=blatt, satz=satz, **more)
        Schreiben.objects.filter(pk=made.pk).update(serie=row.serie_id)
        row.dokument = made.dokument
    else:
        more |= {"betreff": row.serie.betreff, "datum_des_schreibens": blatt.datum}
        more |= {"empfaenger": blatt.empfaenger[0].name, "vorlage": row.serie.dateivorlage}
        row.dokument = begin_from_datei(actor, blatt.vorgang, **more)
    row.done_at, row.problem = at, ""
    row.save(update_fields=["dokument", "done_at", "problem"])
    return row.dokument


def note_problem(posten: Serienposten, problem: str, *, at: datetime) -> None:
    """Write down why one addressee got no letter."""
    posten.problem, posten.done_at = problem[:400], at
    posten.save(update_fields=["problem", "done_at"])
