"""The directory service of the town, for whoever sets it up, and a person's identity there."""

from verbundakte.organisation.actor import Actor
from verbundakte.organisation.models import AeussereKennung, Anmeldedienst, Person
from verbundakte.organisation.permissions import Permission
from verbundakte.organisation.queries.organisation import require


def anmeldedienst(actor: Actor) -> Anmeldedienst | None:
    """Return the service of this town, None when there is none yet. Raises Http404."""
    require(actor, Permission.ANMELDEDIENST_EDIT)
    return Anmeldedienst.objects.first()


def kennung_of(actor: Actor, person: Person) -> str:
    """Return who a person is at the service, "" for nobody or without the right to know."""
    is_own = str(person.pk) == str(actor.id)
    if not (is_own or actor.may(Permission.KONTO_EDIT, person)):
        return ""
    found = AeussereKennung.objects.filter(person=person).first()
    return found.subject if found else ""
