"""What ends by itself: the content of Lesevermerke whose time is over."""

from datetime import date, timedelta

from verbundakte.core.actor import SystemActor
from verbundakte.datenschutz import queries
from verbundakte.datenschutz.actions import erase_lesevermerke
from verbundakte.datenschutz.permissions import Permission

KEEPER = SystemActor("kalender", frozenset({Permission.SPEICHERDAUER_EDIT}))


def erase_old_lesevermerke(on: date) -> int:
    """Erase what is older than the town keeps it; return how many. Safe to run again."""
    before = on - timedelta(days=queries.kept_days(KEEPER))
    if not queries.has_lesevermerke(KEEPER, before=before):
        return 0
    return erase_lesevermerke(KEEPER, queries.open_town(KEEPER), before=before)
