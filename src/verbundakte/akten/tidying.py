"""What falls due in this room: drafts that lie in the trash too long."""

from datetime import date, timedelta

from django.db.models import Q

from verbundakte.akten.actions.ablagedatei import forget_old
from verbundakte.akten.actions.papierkorb import purge_dokument
from verbundakte.akten.actions.schwaerzung import drop_schwaerzungen
from verbundakte.akten.actions.seiten import drop_seitenauftraege
from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.akten.rules import PAPIERKORB_DAYS
from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now

AT_ONCE = 500
ORDER_DAYS = 7
TIDY = SystemActor(id="tidy", permissions=frozenset({Permission.DOKUMENT_PROCESS}))


def purge_papierkorb(on: date) -> int:
    """Empty trashed drafts of the open town after 30 days; what is held stays. Return how many."""
    limit = on - timedelta(days=PAPIERKORB_DAYS)
    alone = Q(parent=None) | Q(parent__trashed_at=None)
    rows = Dokument.objects.filter(alone, trashed_at__date__lt=limit, erased_at=None)
    done = 0
    for row in rows.order_by("trashed_at")[:AT_ONCE]:
        try:
            purge_dokument(TIDY, row, at=now())
        except Refusal:
            continue
        done += 1
    return done


def forget_unfinished(on: date) -> int:
    """Forget Schwärzungen nobody finished within a week, old orders of pages, and what programs left
    beside the work; return how many."""
    before = on - timedelta(days=ORDER_DAYS)
    dropped = drop_schwaerzungen(TIDY, before=before) + drop_seitenauftraege(TIDY, before=before)
    return dropped + forget_old(TIDY, at=now())
