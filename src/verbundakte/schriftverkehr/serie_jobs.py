"""Serial letters become final, are listed for one Schlusszeichnung, and go out; each once."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from verbundakte.akten.actions import Arrived
from verbundakte.akten.pages import REFUSED
from verbundakte.core.blobs import store
from verbundakte.core.clock import now, today
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import ORDERED, GoOn, JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.formats import counted
from verbundakte.organisation.actor import load_actor
from verbundakte.schriftverkehr.actions.serienliste import (
    file_liste,
    finish_posten,
    note_problem,
    send_posten,
)
from verbundakte.schriftverkehr.durchgang import Durchgang
from verbundakte.schriftverkehr.herstellen import file_name
from verbundakte.schriftverkehr.kinds import JobKind
from verbundakte.schriftverkehr.models import Briefserie, Schreiben, Serienposten
from verbundakte.schriftverkehr.queries import blatt_of, put_together
from verbundakte.schriftverkehr.queries.serie import to_be_finished, to_be_listed, to_be_sent
from verbundakte.schriftverkehr.serienliste import list_pdf

PART, TOGETHER = 100, 10
NO_RIGHT = "Wer das bestellt hat, darf in diesem Vorgang nichts mehr ändern."
GONE = "Diese Briefserie gibt es nicht mehr."
LEFT = "Wer das bestellt hat, arbeitet nicht mehr hier."


def _read(serie: str, person: str) -> tuple[Briefserie, object]:
    row = Briefserie.objects.select_related("vorlage", "vorgang").filter(pk=UUID(serie)).first()
    if row is None:
        raise JobFailed(GONE)
    actor = load_actor(UUID(person))
    if actor is None:
        raise JobFailed(LEFT)
    return row, actor


@job(JobKind.SERIE_FINISH, "Reinschriften der Serie herstellen", queue="convert")
def finish_serie(actor, progress, *, serie: str, person: str) -> dict:
    """Make the Reinschrift of each letter that has none, then the list of what became final."""
    with transaction.atomic():
        row, who = _read(serie, person)
        rows = to_be_finished(who, row)
        waiting, left = list(rows[: PART + 1]), rows.count()
    progress.begin(row.total, done=row.total - left)
    going = Durchgang(who, progress, note_problem, NO_RIGHT)
    for first in range(0, min(len(waiting), PART), TOGETHER):
        _finish(going, waiting[first : min(first + TOGETHER, PART)])
    if len(waiting) > PART:
        raise GoOn(ORDERED)
    return {"message": _list(who, row)}


def _finish(going: Durchgang, posten: list[Serienposten]) -> None:
    ready = []
    for one in posten:
        found, problem = _put_together(going.who, one)
        if found:
            ready.append((one, *found))
        else:
            going.refuse(one, problem)
    for one, schreiben, satz, arrived in going.lay_out(ready, lambda brief: brief):
        going.each(one, finish_posten, schreiben=schreiben, satz=satz, arrived=arrived)


def _put_together(who, one: Serienposten):
    try:
        with transaction.atomic():
            schreiben = Schreiben.objects.select_related(
                "dokument", "vorlage", "person", "stelle__einheit", "bezug"
            ).get(dokument=one.dokument_id)
            satz = put_together(who, blatt_of(who, schreiben), on=today())
    except Http404:
        return None, NO_RIGHT
    if satz.hindernisse:
        return None, " ".join(satz.hindernisse)
    return (schreiben, satz), ""


def _list(who, row: Briefserie) -> str:
    """File the list of what is final and in no list yet."""
    with transaction.atomic():
        zeilen = to_be_listed(who, row)
    if not zeilen:
        return "keine neue Reinschrift"
    title = f"Serienliste: {row.betreff} ({counted(len(zeilen), 'Brief', 'Briefe')})"
    try:
        pdf = list_pdf(title, zeilen)
    except ConversionFailed as failure:
        raise JobFailed(failure.message) from failure
    arrived = Arrived(store.put_bytes(current_tenant(), pdf), f"{file_name(title)}.pdf")
    try:
        with transaction.atomic():
            file_liste(who, row, title=title, zeilen=zeilen, arrived=arrived, at=now())
    except PermissionDenied as denied:
        raise JobFailed(NO_RIGHT) from denied
    except REFUSED as error:
        raise JobFailed(error.message) from error
    return counted(len(zeilen), "Reinschrift", "Reinschriften")


@job(JobKind.SERIE_SEND, "Serie in den Postausgang geben")
def send_serie(actor, progress, *, serie: str, person: str) -> dict:
    """Hand each final letter of a series to the Postausgang, each once."""
    with transaction.atomic():
        row, who = _read(serie, person)
        rows = to_be_sent(who, row)
        waiting, left = list(rows[: PART + 1]), rows.count()
    progress.begin(row.total, done=row.total - left)
    going = Durchgang(who, progress, note_problem, NO_RIGHT)
    for one in waiting[:PART]:
        going.each(one, send_posten)
    if len(waiting) > PART:
        raise GoOn(ORDERED)
    return {"message": counted(progress.done, "Sendung", "Sendungen")}
