"""What happens by itself when its day comes: planned names and places of units."""

from datetime import date

from verbundakte.core.actor import SystemActor
from verbundakte.organisation.actions.einheit import PLACE, apply_einheitsstand
from verbundakte.organisation.models import Einheitsstand
from verbundakte.organisation.permissions import Permission

CALENDAR = SystemActor("kalender", frozenset({Permission.EINHEIT_EDIT}))


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
