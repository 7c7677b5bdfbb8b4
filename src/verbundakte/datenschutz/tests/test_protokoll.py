"""What the log tells of a person can be erased; that something stood there stays proven."""

import argparse

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from verbundakte.akten import queries as akten
from verbundakte.akten.actions import change_dokument
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.cli import protokoll
from verbundakte.cli.problems import Problem
from verbundakte.core.audit import verify_chain
from verbundakte.core.models import AuditDetail, AuditEvent
from verbundakte.datenschutz import actions, queries

__all__ = ["office"]
NAME = "Erika Mustermann"
WANTED = queries.Gesucht(NAME.upper())
REASON = "Antrag 020-2026/0001"


@pytest.fixture
def told(office, settle):
    """A Dokument of whose sender the log tells, among other things."""
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    values = {"absender": f"Frau {NAME}", "bemerkung": "eilt"}
    change_dokument(office.amira(), dokument, seen_revision=dokument.revision, values=values)
    settle()
    return dokument


def command(office, **options) -> argparse.Namespace:
    """Return the options of the command for the officer."""
    given = {"text": NAME, "about": None, "before": None, "erase": None}
    who = {"tenant": "musterstadt", "login": "datenschutz.musterstadt"}
    return argparse.Namespace(**who | given | options)


def test_a_person_is_erased_from_the_log_and_the_chain_holds(office, told, settle):
    officer = office.town.datenschutz
    before = AuditEvent.objects.count()
    count = actions.erase_protokoll(officer, office.town.tenant, wanted=WANTED, reason=REASON)
    settle()
    assert count == 1
    assert verify_chain() == (before + 1, [])
    assert not AuditDetail.objects.filter(new__contains="Mustermann").exists()
    assert AuditDetail.objects.filter(new="eilt").exists()
    erased = AuditEvent.objects.latest("seq")
    assert erased.name == "datenschutz.protokoll.erased"
    assert [(row.name, row.new) for row in erased.details.order_by("position")] == [
        ("Gelöschte Einzelheiten", "1"),
        ("Grund", REASON),
    ]
    shown = akten.verlauf(office.amira(), told)
    assert NAME not in str(shown) and "eilt" in str(shown)


def test_what_an_object_lived_through_is_found_up_to_a_day(office, told):
    officer, today = office.town.datenschutz, timezone.localdate()
    all_of_it = queries.Gesucht(about=told.pk)
    assert queries.protokoll_details(officer, all_of_it).count() >= 2
    assert not queries.protokoll_details(officer, queries.Gesucht(about=told.pk, before=today))
    assert not queries.protokoll_details(officer, queries.Gesucht("  "))


@pytest.mark.parametrize(
    ("wanted", "reason", "refusal"),
    [
        (WANTED, f"Löschung {NAME}", actions.ReasonTells),
        (queries.Gesucht("Niemand"), REASON, actions.NothingFound),
    ],
)
def test_what_is_refused_erases_nothing(office, told, wanted, reason, refusal):
    with pytest.raises(refusal):
        actions.erase_protokoll(
            office.town.datenschutz, office.town.tenant, wanted=wanted, reason=reason
        )
    assert AuditDetail.objects.filter(new__contains=NAME).count() == 1


def test_only_who_has_the_right_sees_or_erases(office, told):
    with pytest.raises(Http404):
        queries.protokoll_details(office.amira(), WANTED)
    with pytest.raises(PermissionDenied):
        actions.erase_protokoll(office.amira(), office.town.tenant, wanted=WANTED, reason=REASON)
    with pytest.raises(Problem, match="darf im Protokoll nichts löschen"):
        protokoll.run(command(office, login="sachbearbeiterin.musterstadt"))


def test_the_command_shows_first_and_erases_with_a_reason(
    office, told, capsys, settle, monkeypatch
):
    monkeypatch.setattr(protokoll, "verify_chain", lambda: (settle(), verify_chain())[1])
    assert protokoll.run(command(office)) == 0
    shown = capsys.readouterr().out
    assert f"Frau {NAME}" in shown and "1 Einzelheiten; gelöscht werden sie erst" in shown
    assert protokoll.run(command(office, erase=REASON)) == 0
    assert "1 Einzelheiten gelöscht; Kette: in Ordnung" in capsys.readouterr().out
    with pytest.raises(Problem, match="--text oder --about"):
        protokoll.run(command(office, text=" "))
