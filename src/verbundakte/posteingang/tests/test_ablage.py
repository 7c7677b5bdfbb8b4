"""An Eingang goes into a Vorgang and, for ten minutes, out of it again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten.actions import assign_dokument, close_vorgang
from verbundakte.akten.models import FruehereNummer, Vorgang
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.models import AuditEvent
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import IsDone, IsSealed, UndoOver
from verbundakte.posteingang.models import KanalArt, Verschluss
from verbundakte.posteingang.rules import Stand
from verbundakte.posteingang.tests.factories import make_eingang

NOW = timezone.now()


@pytest.fixture
def vorgang(musterstadt):
    """Return a Vorgang of the clerk with one Dokument."""
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    make_dokument(lambda: musterstadt.sachbearbeiterin, vorgang=vorgang)
    return vorgang


def test_filing_lays_the_dokument_into_the_vorgang_with_its_spur(musterstadt, vorgang):
    eingang = make_eingang(musterstadt.registratur)
    actions.file_eingang(musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=NOW)
    found = queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    assert found.stand is Stand.ABGELEGT
    assert (found.dokument.vorgang, found.dokument.position) == (vorgang, 2)
    assert (found.dokument.spur, found.zone_id) == (eingang.spur, vorgang.zone_id)
    assert AuditEvent.objects.filter(name="posteingang.eingang.filed").count() == 1
    with pytest.raises(IsDone):
        actions.file_eingang(musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=NOW)


def test_filing_on_the_pages_of_the_files_is_the_same(musterstadt, vorgang):
    eingang = make_eingang(musterstadt.registratur)
    assign_dokument(musterstadt.sachbearbeiterin, eingang.dokument, vorgang=vorgang)
    found = queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    assert found.stand is Stand.ABGELEGT
    assert found.ablagen.get().vorgang == vorgang


def test_undoing_leaves_no_hole(musterstadt, vorgang):
    eingang = make_eingang(musterstadt.registratur)
    before = eingang.zone_id
    actions.file_eingang(musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=NOW)
    actions.undo_ablage(musterstadt.sachbearbeiterin, eingang, at=NOW + timedelta(minutes=9))
    found = queries.get_eingang(musterstadt.registratur, eingang.pk)
    assert (found.stand, found.zone_id, found.dokument.zone_id) == (Stand.OFFEN, before, before)
    assert found.dokument.vorgang_id is None
    names = {event.name for event in AuditEvent.objects.about(vorgang)}
    assert "akten.dokument.taken_out" in names
    actions.file_eingang(musterstadt.sachbearbeiterin, found, vorgang=vorgang, at=NOW)
    found.dokument.refresh_from_db()
    assert found.dokument.position == 2
    assert not FruehereNummer.objects.exists()
    assert [row.undone_at is None for row in found.ablagen.order_by("pk")] == [False, True]


def test_after_ten_minutes_it_stays(musterstadt, vorgang):
    eingang = make_eingang(musterstadt.registratur)
    amira = musterstadt.sachbearbeiterin
    ablage = actions.file_eingang(amira, eingang, vorgang=vorgang, at=NOW)
    with pytest.raises(UndoOver):
        actions.undo_ablage(amira, eingang, at=ablage.at + timedelta(minutes=11))


def test_a_new_vorgang_carries_the_spur_and_goes_with_the_undoing(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    akte = make_akte(lambda: musterstadt.sachbearbeiterin)
    actions.file_in_new_vorgang(
        musterstadt.sachbearbeiterin, eingang, akte=akte, betreff="Einwendung", at=NOW
    )
    vorgang = Vorgang.objects.get()
    assert vorgang.spur == eingang.spur
    actions.undo_ablage(musterstadt.sachbearbeiterin, eingang, at=NOW)
    vorgang.refresh_from_db()
    assert vorgang.trashed_at is not None


def test_a_new_vorgang_in_which_something_lies_stays(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    akte = make_akte(lambda: musterstadt.sachbearbeiterin)
    ablage = actions.file_in_new_vorgang(
        musterstadt.sachbearbeiterin, eingang, akte=akte, betreff="Einwendung", at=NOW
    )
    make_dokument(lambda: musterstadt.sachbearbeiterin, vorgang=ablage.vorgang)
    actions.undo_ablage(musterstadt.sachbearbeiterin, eingang, at=NOW)
    ablage.vorgang.refresh_from_db()
    assert ablage.vorgang.trashed_at is None


def test_paper_belongs_to_the_vorgang_and_stays_where_it_lies(musterstadt, vorgang):
    eingang = make_eingang(
        musterstadt.registratur, art=KanalArt.PAPIER, arrived=None, standort="Registratur"
    )
    actions.file_eingang(musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=NOW)
    found = queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    assert (found.stand, found.zone_id) == (Stand.ABGELEGT, vorgang.zone_id)
    actions.undo_ablage(musterstadt.sachbearbeiterin, found, at=NOW)
    assert queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk).stand is Stand.OFFEN


def test_nothing_is_filed_where_it_may_not_be(musterstadt, vorgang):
    sealed = make_eingang(
        musterstadt.registratur, verschluss=Verschluss.VERGABE, oeffnen_ab=NOW + timedelta(days=1)
    )
    with pytest.raises(IsSealed):
        actions.file_eingang(musterstadt.sachbearbeiterin, sealed, vorgang=vorgang, at=NOW)
    foreign = make_eingang(musterstadt.registratur, einheit="32")
    with pytest.raises(PermissionDenied):
        actions.file_eingang(musterstadt.sachbearbeiter_ordnung, foreign, vorgang=vorgang, at=NOW)
    close_vorgang(musterstadt.sachbearbeiterin, vorgang, on=timezone.localdate(), at=NOW)
    eingang = make_eingang(musterstadt.registratur)
    with pytest.raises(Exception, match="zu den Akten"):
        actions.file_eingang(musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=NOW)
    eingang.refresh_from_db()
    assert eingang.done_at is None
