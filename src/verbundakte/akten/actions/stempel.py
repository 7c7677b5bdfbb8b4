"""Stamps: released versions become rows, and it is noted that a stamped copy of a file was made.

The original and its Fassung stay as they are.
"""

from datetime import date
from uuid import UUID

from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.events import Event
from verbundakte.akten.models import Dokument, Stempel
from verbundakte.akten.permissions import Permission
from verbundakte.akten.stempel import StempelSpec
from verbundakte.core import audit
from verbundakte.core.actions import action


@action(Permission.DOKUMENT_READ, Event.DOKUMENT_STAMPED, locks=False)
def note_stamped(actor, dokument: Dokument, *, file_name: str, lines: list[str]) -> None:
    """Write down which stamp a copy got. Raises Restricted."""
    check_not_restricted(actor, dokument)
    audit.note_change("Datei", None, file_name)
    audit.note_change("Stempel", None, " ".join(lines))


def project_stempel(key: UUID, number: int, spec: StempelSpec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Stempel.objects.create(key=key, version=number, valid_from=valid_from, **spec.data())
