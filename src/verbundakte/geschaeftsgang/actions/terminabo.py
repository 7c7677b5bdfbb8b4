"""A person's own Termine in her calendar: begin and end."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from verbundakte.core.actions import Refusal, action
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import AboArt, Terminabo
from verbundakte.geschaeftsgang.models.terminregel import digest_of
from verbundakte.geschaeftsgang.permissions import Permission


class NoAbo(Refusal):
    message = "Es gibt keine Adresse, die zu beenden wäre. Laden Sie die Seite neu."


def _running(actor):
    if actor.on_behalf_of:
        raise PermissionDenied(Permission.TERMIN_READ)
    return Terminabo.objects.filter(person=actor.person_id, art=AboArt.KALENDER, ended_at=None)


@action(Permission.TERMIN_READ, Event.ABO_BEGUN, about="result")
def begin_abo(actor, _, *, token: str, at: datetime) -> Terminabo:
    """Let the actor's calendar read her Termine at an address with this token; an earlier one ends.

    Raises PermissionDenied in a Vertretung: what is personal is not handed over.
    """
    _running(actor).update(ended_at=at)
    return Terminabo.objects.create(
        person_id=actor.person_id, art=AboArt.KALENDER, digest=digest_of(token), created_at=at
    )


@action(Permission.TERMIN_READ, Event.ABO_ENDED, about="result")
def end_abo(actor, _, *, at: datetime) -> Terminabo:
    """End the address of the actor's calendar. Raises NoAbo, PermissionDenied."""
    found = _running(actor).first()
    if found is None:
        raise NoAbo
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    return found
