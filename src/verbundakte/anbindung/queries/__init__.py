"""Reading Abonnements and their messages; a connected program sees its own only."""

from uuid import UUID

from django.http import Http404

from verbundakte.anbindung.models import Abonnement, Meldung
from verbundakte.anbindung.permissions import Permission
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Person

PAGE, MOST = 50, 500
MOST_COUNTED = 1000
LONGEST_NUMBER = 19


def require(actor, permission: str) -> None:
    """Raise Http404 for whoever does not hold the permission."""
    if permission not in actor.permissions:
        raise Http404


def open_town(actor) -> Tenant:
    """Return the open town."""
    return Tenant.objects.get(pk=current_tenant())


def _abonnements(actor):
    require(actor, Permission.ABONNEMENT_READ)
    return Abonnement.objects.filter(ended_at=None).select_related("person")


def abonnements(actor) -> list[Abonnement]:
    """Return who is told something, newest first (at most 500)."""
    return list(_abonnements(actor).order_by("-created_at", "-pk")[:MOST])


def own_abonnements(actor) -> list[Abonnement]:
    """Return those that tell what the actor itself may see, newest first (at most 500)."""
    rows = _abonnements(actor).filter(person=actor.person_id)
    return list(rows.order_by("-created_at", "-pk")[:MOST])


def get_own_abonnement(actor, key: UUID) -> Abonnement:
    """Return an Abonnement that tells what the actor itself may see, or 404."""
    found = get_abonnement(actor, key)
    if found.person_id != actor.person_id:
        raise Http404
    return found


def get_abonnement(actor, key: UUID) -> Abonnement:
    """Return an Abonnement, or 404."""
    found = _abonnements(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def meldungen(
    actor, abonnement: Abonnement, *, after: str = "", limit: int = PAGE
) -> tuple[list[Meldung], str]:
    """Return a page of the messages of an Abonnement, what happened last first, and the address of
    the next page ("" at the end); an address that cannot be read is the first page."""
    require(actor, Permission.ABONNEMENT_READ)
    rows = Meldung.objects.filter(abonnement=abonnement).order_by("-seq")
    if after.isascii() and after.isdigit() and len(after) < LONGEST_NUMBER:
        rows = rows.filter(seq__lt=int(after))
    found = list(rows[: limit + 1])
    return found[:limit], str(found[limit - 1].seq) if len(found) > limit else ""


def get_meldung(actor, abonnement: Abonnement, key: UUID) -> Meldung:
    """Return a message of an Abonnement, or 404."""
    found = Meldung.objects.filter(abonnement=abonnement, pk=key).first()
    if found is None:
        raise Http404
    return found


def count_waiting(actor, abonnement: Abonnement) -> int:
    """Return how many messages wait (at most 1,001)."""
    rows = Meldung.objects.filter(abonnement=abonnement, delivered_at=None, dropped_at=None)
    return rows[: MOST_COUNTED + 1].count()


def paused(actor) -> list[Abonnement]:
    """Return those that rest because nobody takes their messages, for whoever looks after them."""
    if Permission.ABONNEMENT_EDIT not in actor.permissions:
        return []
    rows = Abonnement.objects.filter(ended_at=None).exclude(paused_at=None)
    return list(rows.order_by("paused_at")[:MOST])


def persons_to_act_for(actor) -> list[tuple[str, str]]:
    """Return (id, name) of everybody whose rights can decide what is told."""
    require(actor, Permission.ABONNEMENT_EDIT)
    rows = Person.objects.active().order_by("sort_key", "pk")
    return [(str(row.pk), row.name) for row in rows]
