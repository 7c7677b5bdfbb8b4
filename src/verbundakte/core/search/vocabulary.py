"""The learned words of a town as people see them: a list, and what they take out of it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.audit import EventName
from verbundakte.core.models import GelerntesWort
from verbundakte.core.permissions import Permission
from verbundakte.core.search.rebuilding import start_rebuild

PAGE = 100


class Event(EventName):
    """Events of learned words."""

    EXCLUDED = "core.gelerntes_wort.excluded", "verwendet ein gelerntes Wort der Suche nicht mehr"
    READMITTED = "core.gelerntes_wort.readmitted", "verwendet ein gelerntes Wort der Suche wieder"


def learned_words(actor, *, after: str = "") -> list[GelerntesWort]:
    """Return the next words by alphabet, one more than a page; 404 for whoever may not edit rules."""
    _require(actor)
    return list(GelerntesWort.objects.filter(wort__gt=after).order_by("wort")[: PAGE + 1])


def get_word(actor, key: UUID) -> GelerntesWort:
    """Return one learned word, or 404."""
    _require(actor)
    found = GelerntesWort.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _require(actor) -> None:
    if not actor.may(Permission.BAUSTEIN_EDIT, None):
        raise Http404


@action(Permission.BAUSTEIN_EDIT, Event.EXCLUDED)
def exclude_word(actor, wort: GelerntesWort, *, at: datetime) -> None:
    """Let the search know a word no longer; the index is built anew without it."""
    audit.note_change("Wort", wort.wort, None)
    wort.excluded_at, wort.excluded_by = at, actor.id
    wort.save(update_fields=["excluded_at", "excluded_by"])
    start_rebuild()


@action(Permission.BAUSTEIN_EDIT, Event.READMITTED)
def readmit_word(actor, wort: GelerntesWort) -> None:
    """Let the search know a word again that was taken out."""
    audit.note_change("Wort", None, wort.wort)
    wort.excluded_at = wort.excluded_by = None
    wort.save(update_fields=["excluded_at", "excluded_by"])
    start_rebuild()
