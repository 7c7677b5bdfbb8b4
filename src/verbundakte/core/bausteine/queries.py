"""Reading Bausteine; whoever may not read them finds none."""

from uuid import UUID

from django.db.models import QuerySet

from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.permissions import Permission


def list_bausteine(actor, kind: str) -> QuerySet[Baustein]:
    """Return the Bausteine of a kind by name; none for whoever may not read them."""
    if not actor.may(Permission.BAUSTEIN_READ, None):
        return Baustein.objects.none()
    return Baustein.objects.of_kind(kind).order_by("name", "pk")


def get_baustein(actor, baustein_id: UUID) -> Baustein:
    """Return one Baustein. Raises Baustein.DoesNotExist also when the actor may not read it."""
    baustein = Baustein.objects.get(pk=baustein_id)
    if not actor.may(Permission.BAUSTEIN_READ, baustein):
        raise Baustein.DoesNotExist
    return baustein


def versions_of(actor, baustein: Baustein) -> list[BausteinVersion]:
    """Return all versions, newest first; none for whoever may not read them."""
    if not actor.may(Permission.BAUSTEIN_READ, baustein):
        return []
    return list(BausteinVersion.objects.filter(baustein=baustein).order_by("-number"))
