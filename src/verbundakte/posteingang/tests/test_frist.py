"""The sender wishes, a person confirms."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from verbundakte.core.clock import today
from verbundakte.geschaeftsgang.queries import AHEAD
from verbundakte.organisation.models import Person
from verbundakte.posteingang import actions, fristquelle
from verbundakte.posteingang.actions import Frist, VorfristMissing, ZweiteMissing
from verbundakte.posteingang.models import FristArt
from verbundakte.posteingang.tests.factories import make_eingang

NOW = timezone.now()
pytestmark = pytest.mark.urls("verbundakte.town_urls")


def test_a_wish_binds_nobody(musterstadt):
    eingang = make_eingang(musterstadt.registratur, person=musterstadt.persons["sachbearbeiterin"])
    actions.note_wunsch(
        musterstadt.registratur, eingang, am=today(), quelle="Antwort bis heute", at=NOW
    )
    assert fristquelle.waiting(musterstadt.sachbearbeiterin, today() + AHEAD) == []


def test_an_ausschlussfrist_has_a_vorfrist_and_a_second_person(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    amira = musterstadt.sachbearbeiterin
    am, zweite = today() + timedelta(days=10), Person.objects.get(pk=musterstadt.persons["leitung"])

    def confirm(**more):
        frist = Frist(am, art=FristArt.AUSSCHLUSS, **more)
        return actions.confirm_frist(amira, eingang, frist=frist, at=NOW)

    with pytest.raises(VorfristMissing):
        confirm(zweite=zweite)
    with pytest.raises(VorfristMissing):
        confirm(zweite=zweite, vorfrist_am=am)
    before = am - timedelta(days=3)
    with pytest.raises(ZweiteMissing):
        confirm(vorfrist_am=before)
    with pytest.raises(ZweiteMissing):
        confirm(vorfrist_am=before, zweite=Person.objects.get(pk=amira.person_id))
    frist = confirm(vorfrist_am=before, zweite=zweite)
    for who in (musterstadt.sachbearbeiterin, musterstadt.leitung):
        assert [item.wait_on for item in fristquelle.waiting(who, today() + AHEAD)] == [before]
    assert fristquelle.waiting(musterstadt.assistenz, today() + AHEAD) == []
    actions.settle_frist(musterstadt.sachbearbeiterin, eingang, frist=frist, at=NOW)
    assert fristquelle.waiting(musterstadt.sachbearbeiterin, today() + AHEAD) == []


def test_a_frist_far_away_is_not_on_the_desk_yet(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    frist = Frist(date(2999, 1, 4))
    actions.confirm_frist(musterstadt.sachbearbeiterin, eingang, frist=frist, at=NOW)
    assert fristquelle.waiting(musterstadt.sachbearbeiterin, today() + AHEAD) == []
