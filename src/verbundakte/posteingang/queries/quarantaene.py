"""Files held back, as far as the viewer sees the Eingang they came with."""

from uuid import UUID

from django.http import Http404

from verbundakte.core.db.ready import Ready
from verbundakte.posteingang.models import Eingang, Quarantaene
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import eingaenge, require

MOST = 200


def held_of(actor, eingang: Eingang) -> list[Quarantaene]:
    """Return the files of an Eingang that was read which are held back."""
    rows = Quarantaene.objects.filter(eingang=eingang, freigegeben_at=None)
    return list(rows.order_by("at", "pk")[:MOST])


def quarantaene(actor) -> list[Quarantaene]:
    """Return all files held back, the newest first; for whoever leads the post room."""
    require(actor, Permission.POSTSTELLE_LEAD)
    return _HELD.all(actor)


def _held(actor):
    rows = Quarantaene.objects.filter(
        freigegeben_at=None, eingang__in=eingaenge(actor).values("pk")
    )
    return rows.select_related("eingang__einheit").order_by("-at", "-pk")[:MOST]


_HELD = Ready(_held, plans=True)


def get_held(actor, eingang: Eingang, key: UUID) -> Quarantaene:
    """Return a file held back of an Eingang that was read, or 404."""
    found = Quarantaene.objects.filter(eingang=eingang, pk=key, freigegeben_at=None).first()
    if found is None:
        raise Http404
    return found
