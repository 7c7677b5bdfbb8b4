"""The page of learned words, and what operators see of the work on the search index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.core.jobs import start
from verbundakte.core.models import AuditEvent, GelerntesWort, Job
from verbundakte.core.search import vocabulary
from verbundakte.core.search.rebuilding import INDEXER, REBUILD
from verbundakte.core.tenancy.context import no_tenant, use_tenant

PAGE = "/musterstadt/suchwoerter/"


@pytest.fixture
def words(musterstadt):
    """Two hundred learned words."""
    return GelerntesWort.objects.bulk_create(
        GelerntesWort(
            wort=f"muhlbach{number:03d}",
            schreibweise=f"Mühlbach{number:03d}",
            learned_at=timezone.now(),
        )
        for number in range(200)
    )


@pytest.fixture
def admin(towns, words):
    """The browser of the Fachadministration."""
    client = towns["musterstadt"].client("fachadministration")
    with no_tenant():
        yield client


def test_a_word_is_taken_out_and_used_again_and_both_stand_in_the_log(admin, words, musterstadt):
    assert "Mühlbach000" in admin.get(PAGE).content.decode()
    for verb, is_out in (("ausschluss", True), ("aufnahme", False)):
        answer = admin.post(f"{PAGE}{words[0].pk}/{verb}/")
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
        with use_tenant(musterstadt.tenant.pk):
            row = GelerntesWort.objects.get(pk=words[0].pk)
            assert bool(row.excluded_at) is is_out
    with use_tenant(musterstadt.tenant.pk):
        names = set(AuditEvent.objects.values_list("name", flat=True))
        assert {str(vocabulary.Event.EXCLUDED), str(vocabulary.Event.READMITTED)} <= names
        assert Job.objects.open().filter(kind=REBUILD).count() == 1


def test_the_list_is_paged_with_a_fixed_number_of_queries(admin, words, musterstadt):
    admin.get(PAGE)
    with CaptureQueriesContext(connection) as many:
        first = admin.get(PAGE).content.decode()
    assert "Mühlbach099" in first and "Mühlbach100" not in first
    second = admin.get(f"{PAGE}?ab=muhlbach099").content.decode()
    assert "Mühlbach100" in second and "Mühlbach099" not in second
    with use_tenant(musterstadt.tenant.pk):
        GelerntesWort.objects.filter(wort__gt="muhlbach001").delete()
    with CaptureQueriesContext(connection) as few:
        admin.get(PAGE)
    assert len(few) == len(many)


def test_operators_see_how_far_the_index_is_and_others_do_not(towns, musterstadt):
    with use_tenant(musterstadt.tenant.pk):
        row = start(INDEXER, REBUILD)
        Job.objects.filter(pk=row.pk).update(started_at=timezone.now(), done=1200, total=5000)
    with no_tenant():
        operator = towns["musterstadt"].client("systemverwaltung")
        assert "1.200 von 5.000" in operator.get("/musterstadt/auftraege/").content.decode()
        assert operator.get(f"/musterstadt/auftraege/{row.pk}/").status_code == 200
        status = operator.get("/musterstadt/betrieb/").content.decode()
        assert "1.200 von 5.000 Einträgen" in status
        clerk = towns["musterstadt"].client("sachbearbeiterin")
        assert "Suchindex" not in clerk.get("/musterstadt/auftraege/").content.decode()
        assert clerk.get(f"/musterstadt/auftraege/{row.pk}/").status_code == 404
