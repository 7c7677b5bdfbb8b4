"""The work list of the Registratur."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten import queries, rules
from verbundakte.akten.models import Vorgang
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang


@pytest.mark.parametrize("betreff", ["Sonstiges", "123/2026", "Scan neu", "  ", "Diverses 2"])
def test_a_betreff_that_says_nothing_is_noticed(betreff):
    assert rules.is_poor_betreff(betreff)


def test_a_betreff_that_says_something_is_left_alone():
    assert not rules.is_poor_betreff("Anfrage zum Carport")


def test_the_list_names_idle_poor_and_doubled_but_nothing_that_is_secret(office):
    make_akte(office.amira, planeinheit=office.unit, betreff=office.akte.betreff)
    make_vorgang(office.amira, akte=office.akte, betreff="Sonstiges")
    busy = make_vorgang(office.amira, akte=office.akte, betreff="Anbau mit Keller")
    make_dokument(office.amira, vorgang=busy)
    long_ago = timezone.now() - timedelta(days=400)
    Vorgang.objects.filter(pk__in=[office.vorgang.pk, busy.pk]).update(created_at=long_ago)
    rita = office.town.registratur
    since = timezone.now() - timedelta(days=365)
    assert queries.idle_vorgaenge(rita, since=since) == [office.vorgang]
    assert [row.betreff for row in queries.poor_betreffe(rita)] == ["Sonstiges"]
    assert len(queries.doubled_akten(rita)) == 2
    page = office.browser("registratur").get(office.at("registratur/"))
    assert page.status_code == 200
    assert office.browser().get(office.at("registratur/")).status_code == 403
