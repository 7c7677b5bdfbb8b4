"""A person's own Termine in her calendar or in her mail: begin and end."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied

from verbundakte.core.actions import Refusal, action
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import AboArt, Terminabo
from verbundakte.geschaeftsgang.models.terminregel import digest_of
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.models import Person


class NoAbo(Refusal):
    message = "Das ist schon beendet. Laden Sie die Seite neu."


class NoAddress(Refusal):
    message = (
        "Zu Ihrer Person ist keine E-Mail-Adresse hinterlegt. Das ändert die Fachadministration."
    )


def _running(actor, art: AboArt):
    if actor.on_behalf_of:
        raise PermissionDenied(Permission.TERMIN_READ)
    return Terminabo.objects.filter(person=actor.person_id, art=art, ended_at=None)


@action(Permission.TERMIN_READ, Event.ABO_BEGUN, about="result")
def begin_abo(actor, _, *, token: str, at: datetime) -> Terminabo:
    """Let the actor's calendar read her Termine at an address with this token; an earlier one ends.

    Raises PermissionDenied in a Vertretung: what is personal is not handed over.
    """
    _running(actor, AboArt.KALENDER).update(ended_at=at)
    return Terminabo.objects.create(
        person_id=actor.person_id, art=AboArt.KALENDER, digest=digest_of(token), created_at=at
    )


@action(Permission.TERMIN_READ, Event.ABO_BEGUN, about="result")
def order_morgenpost(actor, _, *, at: datetime) -> Terminabo:
    """Have a mail sent in the morning about what is due; ordered twice it is one.

    Raises NoAddress, PermissionDenied in a Vertretung.
    """
    found = _running(actor, AboArt.MAIL).first()
    if not Person.objects.get(pk=actor.person_id).email:
        raise NoAddress
    return found or Terminabo.objects.create(
        person_id=actor.person_id, art=AboArt.MAIL, created_at=at
    )


@action(Permission.TERMIN_READ, Event.ABO_ENDED, about="result")
def end_abo(actor, _, *, at: datetime, art: AboArt = AboArt.KALENDER) -> Terminabo:
    """End the address of the actor's calendar, or her mails. Raises NoAbo, PermissionDenied."""
    found = _running(actor, art).first()
    if found is None:
        raise NoAbo
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    return found


def note_sent(abo: UUID, *, on: date) -> None:
    """Note that the mail of a day was sent, or that there was nothing to tell."""
    Terminabo.objects.filter(pk=abo).update(sent_on=on)
