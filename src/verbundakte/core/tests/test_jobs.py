"""Jobs: started with the transaction, run once in effect, visible with progress and errors."""

from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.exceptions import ConnectorException

from verbundakte.core import jobs
from verbundakte.core.ids import uuid7
from verbundakte.core.jobs import queue
from verbundakte.core.jobs.run import TryAgain, run_job
from verbundakte.core.models import Blob, Job
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import open_tenant, use_tenant


@pytest.fixture
def kinds():
    """Declare jobs for the test and forget them afterwards."""
    before = dict(registry.jobs)
    calls = []

    @jobs.job("test.count", "Zählen")
    def count(actor, progress, *, items):
        calls.append((actor.id, actor.on_behalf_of))
        progress.begin(len(items))
        for item in items:
            progress.step(error="" if item != "b" else "Der ist kaputt.", item=item)
        with transaction.atomic():
            Blob.objects.get_or_create(sha256="a" * 64, defaults={"size": 1})
        return {"items": len(items)}

    @jobs.job("test.fail", "Scheitern", attempts=2)
    def fail(actor, progress):
        raise RuntimeError("kaputt")

    @jobs.job("test.refuse", "Ablehnen")
    def refuse(actor, progress):
        raise jobs.JobFailed("Das geht so nicht.")

    yield calls
    registry.jobs.clear()
    registry.jobs.update(before)


def queued():
    """Return how many entries the queue holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchone()[0]


def test_a_job_is_queued_with_its_transaction_or_not_at_all(musterstadt, kinds):
    clerk = musterstadt.sachbearbeiterin
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.start(clerk, "test.count", items=["a"])
        raise ZeroDivisionError
    assert (queued(), Job.objects.count()) == (0, 0)
    jobs.start(clerk, "test.count", items=["a"])
    assert (queued(), Job.objects.count()) == (1, 1)


def test_a_database_that_goes_away_while_a_job_is_queued_is_told_as_such(monkeypatch):
    def defer(**_arguments):
        raise ConnectorException from psycopg.OperationalError("server closed the connection")

    task = SimpleNamespace(defer=defer)
    monkeypatch.setattr(queue, "app", SimpleNamespace(configure_task=lambda *_, **__: task))
    with pytest.raises(OperationalError, match="server closed"):  # which the pages know as 503
        queue.enqueue("default", 1, uuid7())


def test_what_somebody_has_open_comes_before_the_others(musterstadt, kinds):
    clerk, subject = musterstadt.sachbearbeiterin, Job(id=uuid7())
    for about in (None, subject, None):
        jobs.start(clerk, "test.count", subject=about, items=["a"])
    jobs.hasten(subject)
    hastened = Job.objects.get(subject_id=subject.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE priority > 0")
        assert cursor.fetchall() == [(hastened.queued,)]


def test_a_job_run_twice_leaves_one_effect(musterstadt, kinds):
    clerk = musterstadt.sachbearbeiterin
    row = jobs.start(clerk, "test.count", items=["a", "b", "c"])
    for _ in range(2):
        run_job(musterstadt.tenant.pk, row.pk)
    row.refresh_from_db()
    assert (row.attempts, row.done, row.total, row.result) == (1, 3, 3, {"items": 3})
    assert row.item_errors == [{"item": "b", "error": "Der ist kaputt."}]
    assert kinds == [("job:test.count", clerk.id)]
    assert Blob.objects.count() == 1


def test_a_job_that_fails_unexpectedly_is_tried_again_and_then_given_up(musterstadt, kinds):
    row = jobs.start(musterstadt.sachbearbeiterin, "test.fail")
    with pytest.raises(TryAgain):
        run_job(musterstadt.tenant.pk, row.pk)
    row.refresh_from_db()
    assert row.finished_at is None
    run_job(musterstadt.tenant.pk, row.pk)
    row.refresh_from_db()
    assert row.finished_at is not None
    assert str(row.pk) in row.error
    assert list(Job.objects.failed()) == [row]


def test_a_refused_job_tells_its_reason(musterstadt, kinds):
    row = jobs.start(musterstadt.sachbearbeiterin, "test.refuse")
    run_job(musterstadt.tenant.pk, row.pk)
    row.refresh_from_db()
    assert row.error == "Das geht so nicht."


def test_a_job_of_one_town_is_not_run_in_another(musterstadt, beispielhausen, kinds):
    row = jobs.start(musterstadt.sachbearbeiterin, "test.count", items=["a"])
    run_job(beispielhausen.tenant.pk, row.pk)
    with use_tenant(musterstadt.tenant.pk):
        row.refresh_from_db()
    assert row.started_at is None
    assert open_tenant() == musterstadt.tenant.pk


def test_a_job_in_parts_waits_for_its_turn_again_and_keeps_its_state(musterstadt, kinds):
    @jobs.job("test.parts", "Teile", attempts=1)
    def parts(actor, progress):
        state = progress.state()
        progress.begin(2, done=state.get("done", 0))
        progress.step()
        progress.keep(done=progress.done)
        if progress.done < 2:
            raise jobs.GoOn(-5)
        return {"message": "fertig"}

    row = jobs.start(musterstadt.sachbearbeiterin, "test.parts")
    run_job(musterstadt.tenant.pk, row.pk)
    row.refresh_from_db()
    assert (row.done, row.attempts, row.finished_at, queued()) == (1, 0, None, 2)
    run_job(musterstadt.tenant.pk, row.pk)
    row.refresh_from_db()
    assert (row.done, row.error, row.result) == (2, "", {"message": "fertig"})


def fetched():
    """Take the next job as a worker does; return the id of its row, None when none may run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'job' FROM procrastinate_fetch_job_v2(NULL, NULL)")
        return cursor.fetchone()[0]


def test_of_a_job_with_a_lock_of_the_town_one_runs_in_each_town(
    musterstadt, beispielhausen, kinds
):
    @jobs.job("test.lock", "Sperren", lock="test:{town}")
    def lock(actor, progress):
        raise jobs.GoOn(0)

    clerk = musterstadt.sachbearbeiterin
    first, second = (jobs.start(clerk, "test.lock") for _ in range(2))
    with use_tenant(beispielhausen.tenant.pk):
        other = jobs.start(beispielhausen.sachbearbeiterin, "test.lock")
    assert {fetched(), fetched()} == {str(first.pk), str(other.pk)}
    assert fetched() is None, "the second one waits for the first"
    run_job(musterstadt.tenant.pk, first.pk)  # its rest waits behind the second one
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'doing'")
    assert fetched() == str(second.pk)
    assert fetched() is None


def test_a_job_whose_process_always_dies_is_given_up(musterstadt, kinds):
    row = jobs.start(musterstadt.sachbearbeiterin, "test.count", items=["a"])
    Job.objects.filter(pk=row.pk).update(attempts=13)
    run_job(musterstadt.tenant.pk, row.pk)
    row.refresh_from_db()
    assert row.finished_at and "abgebrochen" in row.error
    assert kinds == []
