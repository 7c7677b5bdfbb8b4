"""What was deleted for good stands on the Löschliste and is deleted again after a restore."""

import pytest
from django.utils import timezone

from verbundakte.akten import services
from verbundakte.akten.actions import purge_dokument, trash_dokument
from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.core import loeschliste
from verbundakte.core.actor import SystemActor
from verbundakte.core.models import AuditEvent

__all__ = ["office"]
CLEANER = SystemActor(id="papierkorb", permissions=frozenset({"akten.dokument:process"}))


@pytest.fixture
def draft(office):
    return make_dokument(office.amira, vorgang=office.vorgang, is_entwurf=True)


def test_a_deletion_is_put_on_the_list_and_done_again(
    office, draft, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        trash_dokument(office.amira(), draft, at=timezone.now())
        purge_dokument(CLEANER, draft, at=timezone.now())
    entries = loeschliste.known()
    assert [one.key for one in entries] == [str(draft.pk)]
    assert set(services.erased_dokumente()) == entries
    Dokument.objects.filter(pk=draft.pk).update(erased_at=None, betreff="Wieder da")  # a restore
    assert services.erase_again(entries) == 1
    draft.refresh_from_db()
    assert (draft.betreff, draft.erased_at is not None) == ("Gelöschtes Dokument", True)
    assert AuditEvent.objects.filter(name="akten.dokument.erased_again").count() == 1
    assert services.erase_again(entries) == 0


def test_a_list_that_was_cut_off_is_read_as_far_as_it_goes():
    one = loeschliste.Entry("2026-11-28T12:00:00+00:00", loeschliste.DOKUMENT, "a", "b")
    content = loeschliste.content_of([one])
    assert loeschliste.parse(content + content[:-9]) == {one}
