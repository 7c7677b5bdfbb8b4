"""Reading the ways in; only who sets them up or leads the post room sees them."""

from uuid import UUID

from django.http import Http404

from verbundakte.posteingang.models import Eingangskanal
from verbundakte.posteingang.permissions import Permission

MAY_SEE = (Permission.KANAL_CONFIGURE, Permission.POSTSTELLE_LEAD)


def kanaele(actor):
    """Return the ways in of the town, by kind and name."""
    if not any(permission in actor.permissions for permission in MAY_SEE):
        raise Http404
    rows = Eingangskanal.objects.select_related("einheit")
    return rows.order_by("-is_active", "art", "bezeichnung")


def get_kanal(actor, key: UUID) -> Eingangskanal:
    """Return a way in, or 404."""
    found = kanaele(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
