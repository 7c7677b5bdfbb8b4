"""Serial letters: a part at a time, each addressee once, however often it is begun again."""

from uuid import UUID

from django.db import transaction
from django.http import Http404

from verbundakte.core.clock import now
from verbundakte.core.jobs import ORDERED, GoOn, JobFailed, job
from verbundakte.core.ui import formats
from verbundakte.organisation.actor import load_actor
from verbundakte.schriftverkehr.actions.serie import note_problem, write_posten
from verbundakte.schriftverkehr.durchgang import Durchgang
from verbundakte.schriftverkehr.herstellen import drafted
from verbundakte.schriftverkehr.kinds import JobKind
from verbundakte.schriftverkehr.models import Briefserie, Serienposten
from verbundakte.schriftverkehr.queries.satz import put_together
from verbundakte.schriftverkehr.queries.serie import blatt_for
from verbundakte.schriftverkehr.serie_dateien import write_dateien

PART, TOGETHER = 100, 10
NO_RIGHT = "Wer die Serie begann, darf in diesem Vorgang nichts mehr ablegen."


@job(JobKind.SERIE, "Serienbriefe schreiben", queue="convert")
def write_serie(actor, progress, *, serie: str) -> dict:
    """Write the letters that wait; a second run does what is left."""
    with transaction.atomic():
        rows = Briefserie.objects.select_related("vorlage", "dateivorlage__blob")
        row = rows.filter(pk=UUID(serie)).first()
        if row is None:
            raise JobFailed("Diese Briefserie gibt es nicht mehr.")
        person = load_actor(row.created_by)
        rows = Serienposten.objects.filter(serie=row, done_at=None).select_related("kontakt")
        waiting = list(rows.order_by("position")[: PART + 1])
        left = rows.count()
    if person is None:
        raise JobFailed("Wer die Serie begann, arbeitet nicht mehr hier.")
    progress.begin(row.total, done=row.total - left)
    going = Durchgang(person, progress, _note, NO_RIGHT)
    write = _write if row.vorlage else write_dateien
    for first in range(0, min(len(waiting), PART), TOGETHER):
        if _is_stopped(row):
            return {"message": "angehalten"}
        write(going, row, waiting[first : min(first + TOGETHER, PART)])
    if len(waiting) > PART:
        raise GoOn(ORDERED)
    return {"message": formats.counted(progress.done, "Brief", "Briefe")}


def _is_stopped(row: Briefserie) -> bool:
    with transaction.atomic():
        return Briefserie.objects.filter(pk=row.pk).exclude(stopped_at=None).exists()


def _write(going: Durchgang, row: Briefserie, posten: list[Serienposten]) -> None:
    """Put some letters together, lay them out in one go, and file each."""
    ready = []
    for one in posten:
        made, problem = _put_together(going.who, row, one)
        if made:
            ready.append((one, *made))
        else:
            going.refuse(one, problem)
    for one, blatt, satz, arrived in going.lay_out(ready, drafted):
        going.each(one, write_posten, blatt=blatt, satz=satz, arrived=arrived)


def _note(posten: Serienposten, problem: str) -> None:
    note_problem(posten, problem, at=now())


def _put_together(person, row: Briefserie, one: Serienposten):
    """Return the letter to one addressee, or why there is none."""
    try:
        with transaction.atomic():
            blatt = blatt_for(person, row, one)
            satz = put_together(person, blatt, on=row.datum)
    except Http404:
        return None, NO_RIGHT
    if satz.warnungen:
        return None, f"{satz.warnungen[0]} Schreiben Sie diesen Brief einzeln."
    if satz.hindernisse:
        return None, " ".join(satz.hindernisse)
    return (blatt, satz), ""
