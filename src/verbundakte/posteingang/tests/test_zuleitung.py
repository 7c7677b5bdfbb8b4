"""From hand to hand: assigned, accepted, passed on, given back, closed again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.clock import today
from verbundakte.core.models import AuditEvent
from verbundakte.organisation.models import Person, Vertretung
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import (
    AlreadyAccepted,
    IsDone,
    IsThere,
    NoVertretung,
    NowhereToReturn,
    ReasonMissing,
    SecondPersonMissing,
    TooEarly,
    Ziel,
)
from verbundakte.posteingang.models import Verschluss
from verbundakte.posteingang.rules import Stand
from verbundakte.posteingang.tests.factories import make_eingang, unit

NOW = timezone.now()


def person(town, role) -> Person:
    """Return the row of somebody of the cast."""
    return Person.objects.get(pk=town.persons[role])


def test_an_eingang_goes_to_another_unit_with_its_dokument(musterstadt):
    eingang = make_eingang(musterstadt.registratur, einheit="10")
    with pytest.raises(Http404):
        queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    actions.assign_eingang(musterstadt.registratur, eingang, ziel=Ziel(unit("63")), at=NOW)
    found = queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    assert found.stand is Stand.ZUGELEITET
    assert found.dokument.zone_id == found.zone_id
    assert found.dokument.federfuehrung == unit("63")
    event = AuditEvent.objects.get(name="posteingang.eingang.assigned")
    assert (event.subject_id, event.spur) == (eingang.pk, eingang.spur)
    with pytest.raises(IsThere):
        actions.assign_eingang(musterstadt.registratur, found, ziel=Ziel(unit("63")), at=NOW)


def test_accepting_takes_it_into_the_own_care_once(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    actions.accept_eingang(musterstadt.sachbearbeiterin, eingang, at=NOW)
    found = queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    assert (found.stand, found.person_id) == (
        Stand.ANGENOMMEN,
        musterstadt.persons["sachbearbeiterin"],
    )
    with pytest.raises(AlreadyAccepted):
        actions.accept_eingang(musterstadt.leitung, found, at=NOW)


def test_giving_back_names_the_reason_and_goes_where_it_came_from(musterstadt):
    eingang = make_eingang(musterstadt.registratur, einheit="10")
    with pytest.raises(NowhereToReturn):
        actions.return_eingang(musterstadt.registratur, eingang, grund="Falsch", at=NOW)
    actions.assign_eingang(musterstadt.registratur, eingang, ziel=Ziel(unit("63")), at=NOW)
    amira = musterstadt.sachbearbeiterin
    with pytest.raises(ReasonMissing):
        actions.return_eingang(amira, eingang, grund=" ", at=NOW)
    later = NOW + timedelta(seconds=1)
    actions.return_eingang(amira, eingang, grund="Gehört zum Ordnungsamt", at=later)
    found = queries.get_eingang(musterstadt.registratur, eingang.pk)
    assert (found.stand, found.einheit) == (Stand.ZURUECKGEGEBEN, unit("10"))
    grund = found.zuleitungen.order_by("-nummer").first().grund
    assert grund == "Gehört zum Ordnungsamt"


def test_only_the_vertretungsregelung_says_who_stands_in(musterstadt):
    amira, otto = (
        person(musterstadt, "sachbearbeiterin"),
        person(musterstadt, "sachbearbeiter_ordnung"),
    )
    eingang = make_eingang(musterstadt.registratur, person=amira.pk)
    with pytest.raises(NoVertretung):
        actions.hand_to_vertretung(musterstadt.registratur, eingang, at=NOW)
    Vertretung.objects.create(person=amira, vertreter=otto, art="abwesenheit", from_on=today())
    actions.hand_to_vertretung(musterstadt.registratur, eingang, at=NOW)
    found = queries.get_eingang(musterstadt.sachbearbeiter_ordnung, eingang.pk)
    assert found.person == otto
    assert queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)


def test_whoever_may_not_assign_does_not(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    with pytest.raises(PermissionDenied):
        actions.forward_eingang(musterstadt.assistenz, eingang, ziel=Ziel(unit("32")), at=NOW)


def test_an_irrlaeufer_is_closed_again_and_leaves_its_finders(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    ziel = Ziel(unit("32"), person(musterstadt, "sachbearbeiter_ordnung"))
    closed = {"ziel": ziel, "verschluss": Verschluss.PERSOENLICH, "at": NOW}
    with pytest.raises(ReasonMissing):
        actions.pass_on_closed(musterstadt.sachbearbeiterin, eingang, grund="", **closed)
    actions.pass_on_closed(
        musterstadt.sachbearbeiterin, eingang, grund="Versehentlich geöffnet", **closed
    )
    with pytest.raises(Http404):
        queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    found = queries.get_eingang(musterstadt.sachbearbeiter_ordnung, eingang.pk)
    assert found.dokument.zone_id == found.zone_id


def test_bids_are_opened_from_their_day_on_and_by_two(musterstadt):
    opens = NOW + timedelta(days=3)
    bid = make_eingang(musterstadt.registratur, verschluss=Verschluss.VERGABE, oeffnen_ab=opens)
    zeuge = person(musterstadt, "leitung")
    with pytest.raises(TooEarly):
        actions.open_eingang(musterstadt.sachbearbeiterin, bid, zeuge=zeuge, at=NOW)
    with pytest.raises(SecondPersonMissing):
        actions.open_eingang(musterstadt.sachbearbeiterin, bid, zeuge=None, at=opens)
    assert bid.dokument.zone_id != bid.zone_id
    actions.open_eingang(musterstadt.sachbearbeiterin, bid, zeuge=zeuge, at=opens)
    found = queries.get_eingang(musterstadt.sachbearbeiterin, bid.pk)
    assert found.dokument.zone_id == found.zone_id


def test_a_bid_passed_on_stays_closed(musterstadt):
    opens = NOW + timedelta(days=3)
    bid = make_eingang(musterstadt.registratur, verschluss=Verschluss.VERGABE, oeffnen_ab=opens)
    sealed = bid.dokument.zone_id
    actions.forward_eingang(musterstadt.sachbearbeiterin, bid, ziel=Ziel(unit("32")), at=NOW)
    found = queries.get_eingang(musterstadt.sachbearbeiter_ordnung, bid.pk)
    assert found.dokument.zone_id == sealed


def test_what_is_filed_is_not_passed_on(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    actions.file_eingang(musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=NOW)
    eingang.refresh_from_db()
    with pytest.raises(IsDone):
        actions.forward_eingang(
            musterstadt.sachbearbeiterin, eingang, ziel=Ziel(unit("32")), at=NOW
        )
