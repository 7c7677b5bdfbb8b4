"""Who runs the installation finds on her desk that work failed; nobody else does."""

from datetime import timedelta

from verbundakte.core.clock import now
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import no_tenant


def desk(town, role: str) -> str:
    """Return what the desk of somebody says."""
    with no_tenant():
        return town.client(role).get("/musterstadt/").content.decode().replace("\xa0", " ")


def test_failed_work_of_the_last_days_stands_on_the_desk_of_who_runs_it(musterstadt):
    row = Job.objects.create(
        kind="x", label="Geheimes", starter_kind="person", starter_id="x",
        finished_at=now(), error="Ging nicht.",
    )  # fmt: skip
    shown = desk(musterstadt, "systemverwaltung")
    assert "1 Auftrag ist in den letzten sieben Tagen nicht gelungen" in shown
    assert "Geheimes" not in shown
    assert "nicht gelungen" not in desk(musterstadt, "fachadministration")
    Job.objects.filter(pk=row.pk).update(finished_at=now() - timedelta(days=8))
    assert "nicht gelungen" not in desk(musterstadt, "systemverwaltung")
