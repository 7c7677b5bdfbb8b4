"""Who leaves is named in files that only named persons see: no such file becomes unreachable."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from verbundakte.akten.actions import change_zugriff
from verbundakte.akten.actions.nachbenennung import (
    AlreadyDecided,
    SuccessorGone,
    decide_successor,
)
from verbundakte.akten.models import Choice, Nachbenennung, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.nachbenennung import get_nachbenennung, open_nachbenennungen
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.clock import today
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant, no_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.models import Person

GENANNT, VORGAENGE = "akten.nachbenennung.run", "akten.vorgang.hand_over"


def person(town, role):
    return Person.objects.get(pk=town.persons[role])


@pytest.fixture
def narrow(musterstadt):
    """A Vorgang of 63 that only the clerk sees; she leaves, Otto of 32 is proposed."""
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin, betreff="Streng geheim")
    mine = [musterstadt.persons["sachbearbeiterin"]]
    change_zugriff(musterstadt.sachbearbeiterin, vorgang, choice=Choice.NUR, persons=mine)
    return SimpleNamespace(town=musterstadt, vorgang=vorgang)


def leave(narrow):
    town = narrow.town
    with pytest.raises(actions.HandoverOpen, match="Nur Genannten zugänglich"):
        actions.deactivate_person(
            town.fachadministration,
            person(town, "sachbearbeiterin"),
            on=today(),
            targets={VORGAENGE: person(town, "leitung")},
        )
    otto = person(town, "sachbearbeiter_ordnung")
    actions.deactivate_person(
        town.fachadministration,
        person(town, "sachbearbeiterin"),
        on=today(),
        targets={VORGAENGE: person(town, "leitung"), GENANNT: otto},
    )
    return Nachbenennung.objects.get()


def run_jobs():
    tenant = current_tenant()
    for row in Job.objects.filter(kind=GENANNT, finished_at=None):
        with no_tenant():
            run_job(tenant, row.pk)
        row.refresh_from_db()
        assert not row.error and not row.item_errors


def sees(narrow, role):
    vorgang = Vorgang.objects.get(pk=narrow.vorgang.pk)
    return getattr(narrow.town, role).may(Permission.VORGANG_READ, vorgang)


def test_the_leitung_names_the_successor_and_sees_only_the_number(narrow):
    asked = leave(narrow)
    assert not any(sees(narrow, role) for role in narrow.town.persons if role != "sachbearbeiterin")
    leitung = narrow.town.client("leitung")
    page = f"/musterstadt/nachbenennungen/{asked.pk}/"
    with no_tenant():
        assert "Nachfolge von Amira Beispiel" in leitung.get("/musterstadt/").content.decode()
        shown = leitung.get(page).content.decode()
        assert narrow.vorgang.aktenzeichen in shown and "Streng geheim" not in shown
        to = narrow.town.persons["sachbearbeiter_ordnung"]
        assert leitung.post(page, {"to": to}).status_code == 302
        assert leitung.post(page, {"to": to}).status_code == 422
    run_jobs()
    assert sees(narrow, "sachbearbeiter_ordnung") and not sees(narrow, "leitung")
    assert not open_nachbenennungen(narrow.town.leitung)


def test_only_the_leitung_of_the_unit_decides(narrow):
    asked = leave(narrow)
    otto = person(narrow.town, "sachbearbeiter_ordnung")
    for role in ("sachbearbeiter_ordnung", "fachadministration", "registratur", "systemverwaltung"):
        actor = getattr(narrow.town, role)
        assert open_nachbenennungen(actor) == []
        with pytest.raises(Http404):
            get_nachbenennung(actor, asked.pk)
        with pytest.raises(PermissionDenied):
            decide_successor(actor, asked, to=otto, at=timezone.now())
    gone = Person.objects.create(vorname="W", familienname="Weg", is_active=False)
    with pytest.raises(SuccessorGone):
        decide_successor(narrow.town.leitung, asked, to=gone, at=timezone.now())
    decide_successor(narrow.town.leitung, asked, to=otto, at=timezone.now())
    with pytest.raises(AlreadyDecided):
        decide_successor(narrow.town.leitung, asked, to=otto, at=timezone.now())


def test_where_others_are_named_too_they_stay(narrow):
    rita = narrow.town.persons["registratur"]
    mine = [narrow.town.persons["sachbearbeiterin"], rita]
    change_zugriff(narrow.town.sachbearbeiterin, narrow.vorgang, choice=Choice.NUR, persons=mine)
    asked = leave(narrow)
    otto = person(narrow.town, "sachbearbeiter_ordnung")
    decide_successor(narrow.town.leitung, asked, to=otto, at=timezone.now())
    run_jobs()
    assert sees(narrow, "registratur") and sees(narrow, "sachbearbeiter_ordnung")
