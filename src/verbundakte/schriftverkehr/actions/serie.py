"""The same letter to many: ordered once, written by a job, each addressee once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from verbundakte.akten.actions import Arrived
from verbundakte.akten.models import Kontakt, Vorgang
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.schriftverkehr.actions.schreiben import begin_schreiben
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.kinds import JobKind
from verbundakte.schriftverkehr.models import Briefserie, Briefvorlage, Schreiben, Serienposten
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.satz import Blatt, Satz

BATCH = 1000


class NobodyListed(Refusal):
    """A series to nobody."""

    message = "In der Liste steht niemand. Wählen Sie eine Datei, oder nehmen Sie die Beteiligten."


class AlreadyStopped(Refusal):
    """Stopping twice."""

    message = "Die Briefserie ist schon angehalten."


@dataclass
class Auftrag:
    """What is to be written to whom: `zeilen` are rows of a list, `kontakte` Kontakte that were read."""

    vorlage: Briefvorlage
    betreff: str
    datum: date
    besetzung_id: UUID | None = None
    quelle: str = ""
    angaben: dict[str, str] = field(default_factory=dict)
    zeilen: list[dict[str, str]] = field(default_factory=list)
    kontakte: list[Kontakt] = field(default_factory=list)


@action(Permission.SERIE_RUN, Event.SERIE_BEGUN, about="result", locks=False)
def begin_serie(actor, vorgang: Vorgang, *, auftrag: Auftrag, at: datetime) -> Briefserie:
    """Order a series; its letters are Entwürfe in the Vorgang. Raises NobodyListed."""
    total = len(auftrag.zeilen) + len(auftrag.kontakte)
    if not total:
        raise NobodyListed
    serie = Briefserie.objects.create(
        vorgang=vorgang,
        vorlage=auftrag.vorlage,
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
    job = jobs.start(
        actor, JobKind.SERIE, subject=serie, label=f"Serienbriefe: {serie}"[:200], serie=serie.pk
    )
    serie.job_id = job.pk
    serie.save(update_fields=["job_id"])
    return serie


@action(Permission.SERIE_RUN, Event.SERIE_STOPPED)
def stop_serie(actor, serie: Briefserie, *, at: datetime) -> Briefserie:
    """Let no further letter of a series be written; what is written stays. Raises AlreadyStopped."""
    if serie.stopped_at is not None:
        raise AlreadyStopped
    serie.stopped_at = at
    serie.save(update_fields=["stopped_at"])
    return serie


def write_posten(
    actor, posten: Serienposten, *, blatt: Blatt, satz: Satz, arrived: Arrived, at: datetime
) -> Schreiben | None:
    """File the letter to one addressee with `begin_schreiben`; None when it was written already."""
    row = Serienposten.objects.select_for_update().get(pk=posten.pk)
    if row.done_at is not None:
        return None
    schreiben = begin_schreiben(
        actor, blatt.vorgang, blatt=blatt, satz=satz, arrived=arrived, at=at
    )
    Schreiben.objects.filter(pk=schreiben.pk).update(serie=row.serie_id)
    row.dokument, row.done_at, row.problem = schreiben.dokument, at, ""
    row.save(update_fields=["dokument", "done_at", "problem"])
    return schreiben


def note_problem(posten: Serienposten, problem: str, *, at: datetime) -> None:
    """Write down why one addressee got no letter."""
    posten.problem, posten.done_at = problem[:400], at
    posten.save(update_fields=["problem", "done_at"])
