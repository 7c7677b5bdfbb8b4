"""Reading Eingänge: those of the units and circles the actor belongs to; all others do not exist."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404

from verbundakte.akten.queries.listing import PAGE, Page, newest_of_tenant
from verbundakte.posteingang.models import Ablage, Eingang, Zuleitung
from verbundakte.posteingang.permissions import Permission


def require(actor, permission: str) -> None:
    """Raise Http404 for whoever does not hold the permission."""
    if permission not in actor.permissions:
        raise Http404


def eingaenge(actor):
    """Return the Eingänge the actor may read, each with what its `stand` is computed from."""
    require(actor, Permission.EINGANG_READ)
    last = Zuleitung.objects.filter(eingang=OuterRef("pk")).order_by("-nummer")
    return (
        Eingang.objects.visible_to(actor)
        .select_related("kanal", "einheit", "person")
        .annotate(
            last_art=Subquery(last.values("art")[:1]),
            accepted_at=Subquery(last.values("accepted_at")[:1]),
            is_filed=Exists(Ablage.objects.filter(eingang=OuterRef("pk"), undone_at=None)),
        )
    )


def get_eingang(actor, key: UUID) -> Eingang:
    """Return an Eingang, or 404."""
    found = eingaenge(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def buch(actor, *, after: str = "", limit: int = PAGE) -> Page:
    """Return a page of the Posteingangsbuch: the newest Eingänge first (two or three queries)."""
    require(actor, Permission.EINGANG_READ)
    return newest_of_tenant(actor, Eingang, eingaenge, after=after, limit=limit)
