"""Noting that a stamped copy of a file was made; the original and its Fassung stay as they are."""

from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.events import Event
from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import action


@action(Permission.DOKUMENT_READ, Event.DOKUMENT_STAMPED, locks=False)
def note_stamped(actor, dokument: Dokument, *, file_name: str, lines: list[str]) -> None:
    """Write down which stamp a copy got. Raises Restricted."""
    check_not_restricted(actor, dokument)
    audit.note_change("Datei", None, file_name)
    audit.note_change("Stempel", None, " ".join(lines))
