"""Hand work of a person to another: Vorgänge in her care, drafts only she reached."""

from verbundakte.akten.events import Event
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.access.zones import Grant, grants_of, intern_zone
from verbundakte.core.actions import Refusal, action, assign
from verbundakte.core.models import Level, PrincipalKind
from verbundakte.core.search.outbox import touch
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Person


class ReceiverMayNot(Refusal):
    """Work goes only to somebody who may do it; the sentence names nothing of the file."""

    def __init__(self, person: Person):
        super().__init__(
            f"{person.name} darf hier nicht arbeiten. Öffnen Sie ihr oder ihm den Zugriff oder"
            " wählen Sie jemand anderen."
        )


@action(Permission.VORGANG_EDIT, Event.VORGANG_HANDED_OVER)
def hand_over_vorgang(actor, vorgang: Vorgang, *, to: Person) -> Vorgang:
    """Put a Vorgang into the care of another person. Raises ReceiverMayNot."""
    receiver = load_actor(to.pk)
    if receiver is None or not receiver.may(Permission.VORGANG_EDIT, vorgang):
        raise ReceiverMayNot(to)
    if assign(vorgang, {"sachbearbeitung": to}):
        touch(vorgang)
    return vorgang


@action(Permission.DOKUMENT_EDIT, Event.ENTWURF_HANDED_OVER)
def hand_over_entwurf(actor, dokument: Dokument, *, person: Person, to: Person) -> Dokument:
    """Let another person work on a draft that so far only its author (and her Leitung) reached."""
    others = [
        grant
        for grant in grants_of(dokument.zone_id)
        if (grant.kind, grant.id) != (PrincipalKind.PERSON, person.pk)
    ]
    dokument.zone = intern_zone([*others, Grant(PrincipalKind.PERSON, to.pk, Level.WRITE)])
    dokument.revision += 1
    dokument.save(update_fields=["zone", "revision"])
    audit.note_change("Entwurf von", person, to)
    touch(dokument)
    return dokument
