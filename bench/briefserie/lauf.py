"""A series ordered, written, broken off and gone on with (needs Django set up)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

from django.db import transaction

from verbundakte.akten.queries import vorgaenge
from verbundakte.core.clock import now, today
from verbundakte.core.conversion import converters
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job, Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Stellenbesetzung
from verbundakte.schriftverkehr import actions, queries
from verbundakte.schriftverkehr.actions import Auftrag
from verbundakte.schriftverkehr.models import Briefserie, Serienposten

TARGET, POLL = 3.0, 0.5
WORKER = """
import sys
from pathlib import Path
from uuid import UUID
from verbundakte.cli.session import django_session

with django_session(Path(sys.argv[1])):
    from briefserie import lauf

    lauf.work(int(sys.argv[2]), UUID(sys.argv[3]))
"""
VORLAGE = "eingangsbestaetigung"
ANGABEN = {"gegenstand": "Anschlussbeitrag", "eingang": "03.11.2026", "dauer": "vier Wochen"}


def _line(no: int) -> dict[str, str]:
    place = {"strasse": f"Lindenweg {no % 90 + 1}", "plz": "12345", "ort": "Musterstadt"}
    return {"anrede": "Frau", "vorname": "Erika", "name": f"Beispiel {no}", **place}


def order(size: int) -> Briefserie:
    """Order a series in a Vorgang of somebody who may write it."""
    for post in Stellenbesetzung.objects.valid_on(today()).select_related("stelle"):
        actor = load_actor(post.person_id)
        if "schriftverkehr.serie:run" not in actor.permissions:
            continue
        for vorgang in vorgaenge(actor)[:20]:
            if not vorgang.is_closed and actor.may("akten.dokument:create", vorgang):
                vorlage = queries.get_vorlage(actor, VORLAGE, on=today())
                auftrag = Auftrag(vorlage, "Messung", today(), post.pk, "Messung", ANGABEN)
                auftrag.zeilen = [_line(no) for no in range(1, size + 1)]
                return actions.begin_serie(actor, vorgang, auftrag=auftrag, at=now())
    raise SystemExit("In dieser Kommune darf niemand Serienbriefe schreiben.")


def work(tenant: int, job: UUID) -> None:
    """Write until the job has ended, as a worker does (in a process of its own); tell its CPU with
    that of the layout."""
    pool, is_open, layout = converters(), True, []
    letters, begun = pool.letters, time.process_time()

    def counted(town: int, markups: list[str]) -> list:
        made = letters(town, markups)
        layout.extend(one.cpu_seconds for one in made)
        return made

    pool.letters = counted
    while is_open:
        run_job(tenant, job)
        with use_tenant(tenant), transaction.atomic():
            is_open = Job.objects.get(pk=job).finished_at is None
    sys.stdout.write(f"{time.process_time() - begun + sum(layout)}\n")


def _written(tenant: int, serie: UUID) -> int:
    with use_tenant(tenant), transaction.atomic():
        return Serienposten.objects.filter(serie=serie).exclude(done_at=None).count()


def _begin(data: Path, tenant: int, job: UUID) -> subprocess.Popen:
    command = [sys.executable, "-c", WORKER, str(data), str(tenant), str(job)]
    path = [str(Path(__file__).parents[1]), *filter(None, sys.path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path)}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, env=environment, stdout=pipe, text=True, start_new_session=True
    )


def _stop_at(worker: subprocess.Popen, count, half: int) -> bool:
    """Kill the worker without warning when half is done; tell whether that happened in time."""
    while worker.poll() is None:
        if count() >= half:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            return True
        time.sleep(POLL)
    return False


def measure(data: Path, size: int) -> dict:
    """Return the figures."""
    tenant = Tenant.objects.order_by("pk").first().pk
    begun = time.perf_counter()
    with use_tenant(tenant), transaction.atomic():
        serie = order(size)
    ordered = time.perf_counter() - begun
    job, key = serie.job_id, serie.pk
    begun = time.perf_counter()
    worker = _begin(data, tenant, job)
    was_killed = _stop_at(worker, lambda: _written(tenant, key), size // 2)
    at_kill = _written(tenant, key)
    again = time.perf_counter()
    worker = _begin(data, tenant, job)
    told, _ = worker.communicate()
    if worker.returncode:
        raise SystemExit("Der zweite Lauf ist gescheitert.")
    seconds = time.perf_counter() - begun
    pace = (size - at_kill) / float(told)  # the first process could not say its CPU any more
    with use_tenant(tenant), transaction.atomic():
        counts = _counted(key, size)
    return {
        "letters": size,
        "seconds_to_order": round(ordered, 1),
        "seconds": round(seconds),
        "letters_per_second": round(size / seconds, 1),
        "letters_per_cpu_second": round(pace, 1),
        "target": f"{TARGET:g} je Sekunde und Kern: "
        + ("erreicht" if pace >= TARGET else "verfehlt"),
        "killed_in_between": was_killed,
        "written_at_kill": at_kill,
        "seconds_after_kill": round(time.perf_counter() - again),
        **counts,
        "load": round(os.getloadavg()[0], 1),
    }


def _counted(serie: UUID, size: int) -> dict:
    """Return whether everybody got exactly one letter."""
    rows = Serienposten.objects.filter(serie=serie)
    letters = Briefserie.objects.get(pk=serie).schreiben.all()
    keys = set(rows.exclude(dokument=None).values_list("dokument", flat=True))
    count = letters.count()
    return {
        "written": len(keys),
        "refused": rows.exclude(problem="").count(),
        "twice": count - len(keys),
        "each_exactly_once": len(keys) == count == size,
    }
