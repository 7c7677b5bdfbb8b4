"""Drafts of one's own: no Aktenzeichen, seen by nobody else until submitted or registered."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.actions.filing import Arrived, file_new
from verbundakte.akten.events import Event
from verbundakte.akten.models import Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.access.zones import Grant, grants_of, intern_zone
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Level, PrincipalKind
from verbundakte.core.search.outbox import touch
from verbundakte.organisation.models import Organisationseinheit, Person


class NotAnOwnEntwurf(Refusal):
    """Only a draft without Vorgang is submitted."""

    message = "Das ist kein Entwurf von Ihnen, der noch in keinem Vorgang liegt."


class AlreadySubmitted(Refusal):
    """Submitting twice."""

    message = "Der Entwurf liegt dieser Leitung schon vor."


def own_zone(person: Person):
    """Return the zone that only this person reaches."""
    return intern_zone([Grant(PrincipalKind.PERSON, person.pk, Level.WRITE)])


@action(Permission.DOKUMENT_CREATE, Event.ENTWURF_BEGUN, about="result", locks=False)
def begin_entwurf(actor, person: Person, *, arrived: Arrived, at: datetime) -> Dokument:
    """File bytes as a draft that only its author sees. Raises PermissionDenied for another's."""
    if person.pk != actor.person_id:
        raise PermissionDenied(Permission.DOKUMENT_CREATE)
    place = {"zone": own_zone(person), "is_entwurf": True}
    return file_new(place, arrived, actor=actor, at=at)


@action(Permission.DOKUMENT_EDIT, Event.ENTWURF_SUBMITTED)
def submit_entwurf(actor, dokument: Dokument, *, einheit: Organisationseinheit) -> Dokument:
    """Let the Leitung of a unit see and change an own draft.

    Raises NotAnOwnEntwurf, AlreadySubmitted.
    """
    is_own = dokument.is_entwurf and dokument.created_by == actor.person_id
    if not is_own or dokument.vorgang_id is not None:
        raise NotAnOwnEntwurf
    leitung = Grant(PrincipalKind.LEITUNG, einheit.pk, Level.WRITE)
    grants = grants_of(dokument.zone_id)
    if leitung in grants:
        raise AlreadySubmitted
    dokument.zone = intern_zone([*grants, leitung])
    dokument.revision += 1
    dokument.save(update_fields=["zone", "revision"])
    audit.note_change("Vorgelegt", None, f"Leitung {einheit}")
    touch(dokument, is_moved=True)
    return dokument
