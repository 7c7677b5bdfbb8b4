"""When a Lesefassung is made: at filing, or, in a closed Vorgang, when somebody opens it."""

import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job

__all__ = ["office"]
pytestmark = pytest.mark.slow


def ingest(office) -> None:
    """Run the waiting jobs that read files."""
    for row in Job.objects.waiting().filter(kind=JobKind.INGEST):
        run_job(office.town.tenant.pk, row.pk)


def rendering(dokument):
    return Job.objects.filter(kind=JobKind.RENDER, subject_id=dokument.pk)


def test_a_file_of_an_open_vorgang_is_rendered_at_once(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang, content=b"Hallo")
    ingest(office)
    assert rendering(dokument).count() == 1


def test_a_file_of_a_closed_vorgang_is_rendered_once_when_it_is_opened(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang, content=b"Hallo")
    day = timezone.localdate()
    actions.close_vorgang(office.amira(), office.vorgang, on=day, at=timezone.now())
    ingest(office)
    assert not rendering(dokument).exists()
    address = office.at(f"dokumente/{dokument.pk}/ansicht/")
    first = office.browser().get(address)
    assert "Die Lesefassung entsteht" in first.content.decode()
    office.browser().get(address)
    assert rendering(dokument).count() == 1
    run_job(office.town.tenant.pk, rendering(dokument).get().pk)
    assert "data-viewer" in office.browser().get(address).content.decode()
    assert rendering(dokument).count() == 1
