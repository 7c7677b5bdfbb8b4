"""Whoever reads an Eingang reads its Dokument, and nobody else does; wherever it lies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten.actions import Choice, change_zugriff
from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.organisation.models import Person
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions import Ziel
from verbundakte.posteingang.models import Eingang, Verschluss
from verbundakte.posteingang.tests.factories import make_eingang, unit

NOW = timezone.now()


def assert_alike(town, eingang):
    """Compare for everybody of the town, reading and working."""
    eingang.refresh_from_db()
    for role in town.persons:
        actor = getattr(town, role)
        seen = Eingang.objects.visible_to(actor).filter(pk=eingang.pk).exists()
        read = Dokument.objects.visible_to(actor).filter(pk=eingang.dokument_id).exists()
        assert seen == read, role
        works = actor.zones_write.intersection({eingang.zone_id, eingang.dokument.zone_id})
        assert len(works) in (0, 1), role


@pytest.mark.parametrize("verschluss", [value for value in Verschluss if value != "wahl"])
def test_rights_agree_at_every_step(musterstadt, verschluss):
    amira = musterstadt.persons["sachbearbeiterin"]
    eingang = make_eingang(musterstadt.registratur, verschluss=verschluss, person=amira)
    assert_alike(musterstadt, eingang)
    reader = next(
        role
        for role in musterstadt.persons
        if getattr(musterstadt, role).may("posteingang.eingang:assign", eingang)
    )
    actions.forward_eingang(getattr(musterstadt, reader), eingang, ziel=_to(musterstadt), at=NOW)
    assert_alike(musterstadt, eingang)


def _to(town) -> Ziel:
    return Ziel(unit("32"), Person.objects.get(pk=town.persons["sachbearbeiter_ordnung"]))


def test_rights_agree_after_filing_narrowing_and_taking_back(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    actions.file_eingang(musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=NOW)
    assert_alike(musterstadt, eingang)
    named = [musterstadt.persons["sachbearbeiterin"]]
    change_zugriff(musterstadt.sachbearbeiterin, vorgang, choice=Choice.NUR, persons=named)
    assert_alike(musterstadt, eingang)
    later = NOW + timedelta(minutes=1)
    actions.undo_ablage(musterstadt.sachbearbeiterin, eingang, at=later)
    assert_alike(musterstadt, eingang)
