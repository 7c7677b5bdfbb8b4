"""A series becomes final, gets the list that one Schlusszeichnung binds, and goes out."""

from collections.abc import Sequence
from datetime import datetime

from verbundakte.akten.actions import Arrived, register_dokument
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Job
from verbundakte.schriftverkehr.actions.schreiben import make_reinschrift, standing
from verbundakte.schriftverkehr.actions.versand import Versandauftrag, create_versand
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.herstellen import Fertig
from verbundakte.schriftverkehr.kinds import JobKind
from verbundakte.schriftverkehr.models import (
    Briefserie,
    Empfaengerart,
    Schreiben,
    Serienliste,
    Serienposten,
    Versand,
    Weg,
    Zustellart,
)
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.satz import Satz
from verbundakte.schriftverkehr.queries.serie import to_be_finished, to_be_sent
from verbundakte.schriftverkehr.serienliste import Zeile, digest_of
from verbundakte.schriftverkehr.versandwege import Ziel


class StillWritten(Refusal):
    """One after the other."""

    message = "An dieser Serie wird noch gearbeitet. Warten Sie, bis das fertig ist."


class NothingToFinish(Refusal):
    """Every letter is final."""

    message = "Alle geschriebenen Briefe dieser Serie sind schon Reinschriften."


class NothingToSend(Refusal):
    """Only what is final goes out, once."""

    message = "Von dieser Serie ist nichts fertig, was nicht schon im Postausgang ist."


def _check_free(serie: Briefserie) -> None:
    if Job.objects.filter(subject_id=serie.pk, finished_at=None).exists():
        raise StillWritten


def _start(actor, serie: Briefserie, kind: str, label: str) -> None:
    label = f"{label}: {serie}"[:200]
    ids = {"serie": serie.pk, "person": actor.person_id}
    jobs.start(actor, kind, subject=serie, label=label, priority=jobs.ORDERED, **ids)


@action(Permission.SERIE_RUN, Event.SERIE_FINISHING)
def finish_serie(actor, serie: Briefserie) -> Briefserie:
    """Order the Reinschrift of all letters of a series, and the list for their Schlusszeichnung.

    Raises StillWritten, NothingToFinish.
    """
    _check_free(serie)
    again = Serienposten.objects.filter(serie=serie, dokument__isnull=False, sha256="")
    again.exclude(problem="").update(problem="")
    count = to_be_finished(actor, serie).count()
    if not count:
        raise NothingToFinish
    audit.note_change("Anzahl", None, count)
    _start(actor, serie, JobKind.SERIE_FINISH, "Reinschriften")
    return serie


def finish_posten(
    actor, posten: Serienposten, *, schreiben: Schreiben, satz: Satz, arrived: Arrived, at: datetime
) -> None:
    """Make the Reinschrift of one letter, unless it is final; it keeps the SHA-256 it has then."""
    row = Serienposten.objects.select_for_update().get(pk=posten.pk)
    if row.sha256:
        return
    final = standing(schreiben) or make_reinschrift(
        actor, schreiben, satz=satz, revision=schreiben.revision, fertig=Fertig(arrived), at=at
    )
    row.sha256 = final.sha256
    row.save(update_fields=["sha256"])


def note_problem(posten: Serienposten, problem: str) -> None:
    """Write down why a letter did not become final, or did not go out."""
    Serienposten.objects.filter(pk=posten.pk).update(problem=problem[:400])


def file_liste(
    actor, serie: Briefserie, *, title: str, zeilen: Sequence[Zeile], arrived: Arrived, at: datetime
) -> Serienliste | None:
    """File the list as a Dokument of the Vorgang with `register_dokument`; None when there is one."""
    Briefserie.objects.select_for_update().get(pk=serie.pk)
    rows = Serienposten.objects.filter(serie=serie, liste=None).exclude(sha256="")
    rows = rows.filter(position__in=[one.position for one in zeilen])
    if rows.count() != len(zeilen):
        return None
    dokument = register_dokument(actor, serie.vorgang, arrived=arrived, at=at, betreff=title[:500])
    liste = Serienliste.objects.create(
        serie=serie,
        dokument=dokument,
        digest=digest_of(zeilen),
        anzahl=len(zeilen),
        made_at=at,
    )
    rows.update(liste=liste)
    return liste


@action(Permission.SERIE_RUN, Event.SERIE_SENDING)
def send_serie(actor, serie: Briefserie) -> Briefserie:
    """Order that all final letters of a series go to the Postausgang. Raises StillWritten, NothingToSend."""
    _check_free(serie)
    rows = to_be_sent(actor, serie)
    rows.exclude(problem="").update(problem="")
    count = rows.count()
    if not count:
        raise NothingToSend
    audit.note_change("Anzahl", None, count)
    _start(actor, serie, JobKind.SERIE_SEND, "In den Postausgang")
    return serie


def send_posten(actor, posten: Serienposten, *, at: datetime) -> None:
    """Hand one letter to the Postausgang with `create_versand`, unless it lies there."""
    row = Serienposten.objects.select_for_update().get(pk=posten.pk)
    dokument = row.dokument
    if Versand.objects.filter(dokument=dokument, withdrawn_at=None).exists():
        return
    one = dokument.schreiben.empfaenger.select_related("kontakt").order_by("position").get()
    auftrag = Versandauftrag(
        Ziel(one.name, one.anschrift, one.adresse),
        Weg(one.weg),
        Empfaengerart(one.art),
        Zustellart(one.zustellart),
        one.kontakt,
        one,
    )
    create_versand(actor, dokument, auftrag=auftrag, at=at)
