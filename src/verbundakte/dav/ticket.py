"""What a document server shows for a person: for one Dokument, for reading or editing, for some hours."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction

from verbundakte.core.models import Membership
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.accounts import active_membership
from verbundakte.organisation.actor import Actor, load_actor

SALT = "verbundakte.wopi"
LASTS = timedelta(hours=10)


@dataclass(frozen=True)
class Ticket:
    """Signed by this installation. It gives no right: they are asked anew with each request."""

    membership: int
    dokument: str
    is_edit: bool
    vertretung: str = ""

    def sealed(self) -> str:
        """Return the ticket as it travels."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)


@dataclass(frozen=True)
class Visitor:
    """Who comes with a ticket, as she is now."""

    actor: Actor
    membership: Membership
    is_edit: bool


def read_ticket(text: str) -> Ticket | None:
    """Return a ticket of this installation that has not run out, else None."""
    try:
        return Ticket(**signing.loads(text, salt=SALT, max_age=LASTS))
    except (signing.BadSignature, TypeError):
        return None


def visitor_of(ticket: Ticket, dokument_id: UUID) -> Visitor | None:
    """Return who comes with a ticket for this Dokument, None when she may not come in any more."""
    if ticket.dokument != str(dokument_id):
        return None
    membership = active_membership(ticket.membership)
    if membership is None:
        return None
    with use_tenant(membership.tenant_id), transaction.atomic():
        actor = load_actor(membership.person_id, vertretung=ticket.vertretung)
    if actor is None or (ticket.vertretung and not actor.on_behalf_of):
        return None
    return Visitor(actor, membership, ticket.is_edit)
