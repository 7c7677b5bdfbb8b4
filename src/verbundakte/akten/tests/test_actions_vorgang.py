"""Closing and reopening a Vorgang, numbers, and the neighbouring town."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.models import Vorgang, ZdaVerfuegung
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.actions import Changed
from verbundakte.core.audit import verify_chain
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import use_tenant

MARCH = date(2026, 3, 2)


@pytest.fixture
def amira(musterstadt):
    """The clerk, with her rights as they are at each call."""
    return lambda: musterstadt.sachbearbeiterin


def test_a_vorgang_gets_the_next_number_of_its_akte(amira):
    akte = make_akte(amira)
    numbers = [make_vorgang(amira, akte=akte).aktenzeichen for _ in range(3)]
    year = timezone.now().year
    assert numbers == [f"632.20-{year}/0001-{n:02d}" for n in (1, 2, 3)]


def test_closing_leaves_exactly_one_event_and_the_chain_holds(amira, settle):
    vorgang = make_vorgang(amira)
    actions.close_vorgang(amira(), vorgang, on=MARCH, at=timezone.now())
    events = AuditEvent.objects.filter(subject_id=vorgang.pk, name="akten.vorgang.closed")
    assert events.count() == 1
    settle()
    checked, problems = verify_chain()
    assert checked >= 3
    assert problems == []


def test_a_vorgang_with_an_entwurf_stays_open_and_leaves_no_trace(amira):
    dokument = make_dokument(amira, is_entwurf=True)
    before = AuditEvent.objects.count()
    with pytest.raises(actions.VorgangHasEntwuerfe, match="Bescheid"):
        actions.close_vorgang(amira(), dokument.vorgang, on=MARCH, at=timezone.now())
    assert not ZdaVerfuegung.objects.exists()
    assert AuditEvent.objects.count() == before


def test_a_closed_vorgang_can_be_taken_up_and_closed_again(amira):
    vorgang = make_vorgang(amira)
    for _ in range(2):
        actions.close_vorgang(amira(), vorgang, on=MARCH, at=timezone.now())
        with pytest.raises(actions.VorgangAlreadyClosed):
            actions.close_vorgang(amira(), vorgang, on=MARCH, at=timezone.now())
        actions.reopen_vorgang(amira(), vorgang, reason="Nachtrag", at=timezone.now())
    assert vorgang.zda_verfuegungen.count() == 2


def test_nothing_is_filed_into_a_closed_vorgang(amira):
    vorgang = make_vorgang(amira)
    actions.close_vorgang(amira(), vorgang, on=MARCH, at=timezone.now())
    with pytest.raises(actions.VorgangClosed):
        make_dokument(amira, vorgang=vorgang)


def test_who_changes_something_stale_is_told(amira):
    vorgang = make_vorgang(amira)
    seen = vorgang.revision
    actions.change_vorgang(amira(), vorgang, seen_revision=seen, values={"betreff": "Neu"})
    with pytest.raises(Changed):
        actions.change_vorgang(amira(), vorgang, seen_revision=seen, values={"betreff": "Alt"})
    assert Vorgang.objects.get(pk=vorgang.pk).betreff == "Neu"


def test_a_clerk_of_another_unit_may_not(amira, musterstadt):
    akte = make_akte(amira)
    with pytest.raises(PermissionDenied):
        actions.create_vorgang(
            musterstadt.sachbearbeiter_ordnung, akte, betreff="Fremd", at=timezone.now()
        )


def test_the_neighbouring_town_does_not_see_it(amira, beispielhausen):
    make_vorgang(amira)
    with use_tenant(beispielhausen.tenant.pk):
        assert not Vorgang.objects.exists()
