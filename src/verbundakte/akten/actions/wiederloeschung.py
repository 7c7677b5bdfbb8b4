"""Deleting again what a restored backup brought back (the Löschliste is kept outside of backups)."""

from datetime import datetime

from verbundakte.akten.actions.papierkorb import erase
from verbundakte.akten.events import Event
from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.core.actions import action


@action(Permission.DOKUMENT_PROCESS, Event.DOKUMENT_ERASED_AGAIN)
def erase_restored(actor, dokument: Dokument, *, at: datetime) -> None:
    """Empty a Dokument again that was deleted for good at `at`. Raises Held."""
    erase(dokument, actor=actor, at=at)
