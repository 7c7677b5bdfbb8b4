"""What happens by itself when its day comes: planned names and places of units, units that go
over into others, people who leave, and the end of the time for which brought tables are kept."""

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.organisation.actions.einheit import PLACE, apply_einheitsstand
from verbundakte.organisation.actions.einspielung import drop_einspielungen
from verbundakte.organisation.actions.person import let_leave, note_austritt_problem
from verbundakte.organisation.actions.ueberleitung import carry_out, note_problem
from verbundakte.organisation.models import Austritt, Einheitsstand, Ueberleitung
from verbundakte.organisation.permissions import Permission

EINSPIELUNG_KEPT = timedelta(days=30)
CALENDAR = SystemActor("kalender", frozenset({Permission.EINHEIT_EDIT, Permission.PERSON_EDIT}))


def apply_planned_changes(on: date) -> int:
    """Let every planned change whose day has come hold; return how many. Safe to run again."""
    decisive: dict = {}
    for stand in Einheitsstand.objects.begun_on(on).select_related("einheit"):
        decisive[stand.einheit_id] = stand
    changed = 0
    for stand in decisive.values():
        fields = [f"{name}_id" if name == "parent" else name for name in PLACE]
        if any(getattr(stand, name) != getattr(stand.einheit, name) for name in fields):
            apply_einheitsstand(CALENDAR, stand.einheit, stand=stand)
            changed += 1
    return changed


def _for(planned: Ueberleitung | Austritt) -> SystemActor:
    """The calendar on behalf of whoever planned something: she finds the jobs among her own."""
    return replace(CALENDAR, on_behalf_of=str(planned.created_by or ""))


def carry_out_ueberleitungen(on: date) -> int:
    """Do the planned Ueberleitungen whose day has come; return how many were done.

    What cannot be done keeps its reason, for whoever planned it, and is tried again.
    """
    done = 0
    for row in Ueberleitung.objects.filter(done_at=None, from_on__lte=on).order_by("from_on", "pk"):
        try:
            with transaction.atomic():
                carry_out(_for(row), row, on=on, at=now())
        except Refusal as refusal:
            note_problem(row, refusal)
        else:
            done += 1
    return done


def let_leavers_go(on: date) -> int:
    """End the work of those whose day has come; return how many. Their access has ended already."""
    done = 0
    for row in Austritt.objects.filter(leaves_on__lte=on).select_related("person"):
        try:
            with transaction.atomic():
                let_leave(_for(row), row, on=on)
        except Refusal as refusal:
            note_austritt_problem(row, refusal)
        else:
            done += 1
    return done


def drop_old_einspielungen(on: date) -> int:
    """Delete the tables that were brought long ago, with their names; return how many."""
    return drop_einspielungen(on - EINSPIELUNG_KEPT)
