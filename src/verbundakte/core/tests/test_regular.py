"""Regular work and waiting jobs when the clock of a machine was wrong and is set right."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from procrastinate.contrib.django import app

from verbundakte.core.checks import run_checks
from verbundakte.core.clock import now
from verbundakte.core.ids import uuid7
from verbundakte.core.jobs import queue
from verbundakte.core.jobs.regular import MEND, OnlyTheLast
from verbundakte.core.models import Job

NOON = datetime(2026, 11, 28, 12, 0, 30, tzinfo=UTC).timestamp()
YEARS = timedelta(days=2 * 365).total_seconds()


def due(*moments: float) -> list[list[int]]:
    """Return what one deferrer starts at these moments, in this order."""
    deferrer = OnlyTheLast(app.periodic_registry)
    return [[moment for _, moment in deferrer.get_previous_tasks(at=at)] for at in moments]


def test_a_clock_set_ahead_or_back_neither_piles_up_regular_work_nor_stops_it():
    for started in due(NOON, NOON + 60, NOON + YEARS, NOON - 86_400, NOON + 120):
        assert 1 <= len(started) <= 2  # the minute and, after seventeen past, the hour
    first, *_, last = due(NOON, NOON + YEARS, NOON)
    assert first == last


def test_what_waits_for_a_day_named_by_a_wrong_clock_runs_now(db):
    waits, soon = (queue.enqueue("default", 1, uuid7()) for _ in range(2))
    with connection.cursor() as cursor:
        put_off = "UPDATE procrastinate_jobs SET scheduled_at = now() + %s::interval WHERE id = %s"
        cursor.execute(put_off, ["2 years", waits])
        cursor.execute(put_off, ["10 minutes", soon])
        sign = "now() + interval '2 years'"
        cursor.execute(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({sign})")
        for statement in MEND:
            cursor.execute(statement)
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE scheduled_at IS NULL")
        assert cursor.fetchall() == [(waits,)]
        cursor.execute("SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now()")
        assert cursor.fetchall() == []


def test_work_that_waited_when_a_backup_was_made_is_no_deviation_of_what_was_restored(musterstadt):
    job = Job.objects.create(
        kind="akten.ingest", label="Brief.pdf", args={}, starter_kind="system", starter_id="x"
    )
    Job.objects.filter(pk=job.pk).update(created_at=now() - timedelta(days=3))
    told = {one.name: one.problems for one in run_checks()}
    assert "Brief.pdf" in told["jobs"][0]
    assert "jobs" not in {one.name for one in run_checks(of_now=False)}
