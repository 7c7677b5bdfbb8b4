"""The Notfallliste: its password, and keeping what was made."""

from datetime import datetime

from verbundakte.akten.actions.papierkorb import drop_blob
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Notfallkennwort, Notfallliste
from verbundakte.akten.permissions import Permission
from verbundakte.core.actions import Refusal, action
from verbundakte.core.jobs import AWAITED, start
from verbundakte.core.models import Blob, Job
from verbundakte.core.secrets import seal

PURPOSE = "notfallliste"
KEPT = 3  # lists


class NoKennwort(Refusal):
    message = "Legen Sie zuerst das Kennwort der Notfallliste fest."


@action(Permission.NOTFALL_EDIT, Event.NOTFALL_KENNWORT_SET, about="result")
def set_notfallkennwort(actor, subject: None, *, kennwort: str, at: datetime) -> Notfallkennwort:
    """Set the password from the next list on; older lists keep theirs."""
    sealed = seal(PURPOSE, kennwort.encode())
    Notfallkennwort.objects.all().delete()
    return Notfallkennwort.objects.create(sealed=sealed, set_at=at, set_by=actor.person_id)


@action(Permission.NOTFALL_EDIT, Event.NOTFALL_ORDERED, about="result")
def order_notfallliste(actor, subject: None) -> Job:
    """Let the list be made now. Raises NoKennwort."""
    if not Notfallkennwort.objects.exists():
        raise NoKennwort
    return start(actor, JobKind.NOTFALL, priority=AWAITED)


@action(Permission.NOTFALL_EDIT, Event.NOTFALL_MADE, about="result")
def keep_notfallliste(
    actor, subject: None, *, blob: Blob, counts: dict, pages: int, at: datetime
) -> Notfallliste:
    """Keep a list that was made; the oldest ones go with their bytes."""
    made = Notfallliste.objects.create(blob=blob, counts=counts, pages=pages, made_at=at)
    for old in Notfallliste.objects.select_related("blob").order_by("-made_at")[KEPT:]:
        old.delete()
        drop_blob(old.blob, actor)
    return made
