"""At least once: a worker that is killed between sending and writing it down sends again."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection, transaction
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from verbundakte.akten.actions import change_vorgang
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.anbindung import actions, queries
from verbundakte.anbindung.models import Abonnement, Anlass, Meldung
from verbundakte.anbindung.waking import wake
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import use_tenant

RUN = """
import os, sys, django
django.setup()
from django.conf import settings
settings.OUTBOUND_ALLOWED = [sys.argv[3]]
from verbundakte.core.jobs.run import run_job
from uuid import UUID
run_job(int(sys.argv[1]), UUID(sys.argv[2]))
"""


def _worker(town, job: Job, receiver) -> subprocess.Popen:
    """Run a job in a process of its own, on the database of this test."""
    name = connection.settings_dict["NAME"]
    database = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
    origin = receiver.url.rsplit("/", 1)[0]
    environment = {**os.environ, "DATABASE_URL": database}
    environment["DJANGO_SETTINGS_MODULE"] = "verbundakte.settings"
    arguments = [sys.executable, "-c", RUN, str(town.tenant.pk), str(job.pk), origin]
    return subprocess.Popen(arguments, env=environment)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_message(towns, receiver):
    town = towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        vorgang = make_vorgang(lambda: town.sachbearbeiterin)
        admin = town.fachadministration
        values = {
            "bezeichnung": "Fachverfahren",
            "url": receiver.url,
            "anlaesse": [Anlass.VORGANG_CHANGED],
            "person_id": town.persons["sachbearbeiterin"],
        }
        opened = queries.open_town(admin)
        actions.create_abonnement(admin, opened, values=values, at=timezone.now())
        for revision, betreff in ((1, "Eins"), (2, "Zwei")):
            change_vorgang(
                town.sachbearbeiterin, vorgang, seen_revision=revision, values={"betreff": betreff}
            )
    receiver.answer(204, wait=60)
    assert wake() == 1
    with use_tenant(town.tenant.pk), transaction.atomic():
        job = Job.objects.open().get(kind="anbindung.meldung.deliver")
    worker = _worker(town, job, receiver)
    receiver.wait_for(1)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    receiver.answer(204)
    assert wake() == 0  # its claim still holds
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert Meldung.objects.waiting().count() == 2
    run_job(town.tenant.pk, job.pk)  # as the queue does with a job whose worker is gone
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert not Meldung.objects.waiting().exists()
        assert Abonnement.objects.get().busy_until is None
    sent = [request["event"]["id"] for request in receiver.got()]
    assert len(sent) == 3 and sent[0] == sent[1] != sent[2]
