"""Which work at the index of a town comes first, and how often it is asked for."""

from django.db import connection, transaction

from verbundakte.core.models import Job
from verbundakte.core.search import indexer, indexes, rebuilding
from verbundakte.core.tenancy.context import use_tenant


def _priority(row: Job) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE id = %s", [row.queued])
        return cursor.fetchone()[0]


def test_a_patient_building_is_hastened_when_the_old_index_serves_no_more(musterstadt, monkeypatch):
    serving = [True]
    monkeypatch.setattr(rebuilding, "_serves", lambda: serving[0])
    with use_tenant(musterstadt.tenant.pk), transaction.atomic():
        rebuilding.start_rebuild()
        row = rebuilding.running_rebuild()
        assert _priority(row) == rebuilding.PATIENT
        serving[0] = False
        rebuilding.start_rebuild()
        assert rebuilding.running_rebuild() == row
        assert _priority(row) == rebuilding.AWAITED


def test_a_town_whose_index_is_being_built_is_not_asked_about_at_each_look(
    musterstadt, monkeypatch
):
    asked, found = [], [None]
    monkeypatch.setattr(indexes, "identity", lambda tenant: found[0])
    monkeypatch.setattr(rebuilding, "is_wanted", lambda tenant: asked.append(tenant) or False)
    monkeypatch.setattr(indexes, "open_for", _nothing)
    tail = indexer.Tail()
    for _ in range(3):
        tail._look_for_replaced()
    assert asked.count(musterstadt.tenant.pk) == 1
    found[0] = ("7-2", 1, 2)
    tail._look_for_replaced()
    assert asked.count(musterstadt.tenant.pk) == 2


def _nothing(tenant):
    raise rebuilding.IndexUnavailable("being built")
