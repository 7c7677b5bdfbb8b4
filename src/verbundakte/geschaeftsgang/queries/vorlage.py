"""Which usual routes fit."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.geschaeftsgang.models import Verfuegungsvorlage
from verbundakte.geschaeftsgang.permissions import Permission


def vorlagen_for(
    actor, vorgang: Vorgang, *, on: date, dokument: Dokument | None = None
) -> list[Verfuegungsvorlage]:
    """Return the routes for a Vorgang or a Dokument of it, by name: of its unit or of all, for its kind
    or for all. One query; nothing without the right to draw one up."""
    if Permission.VERFUEGUNG_CREATE not in actor.permissions:
        return []
    rows = Verfuegungsvorlage.objects.valid_on(on)
    rows = rows.filter(Q(einheit=None) | Q(einheit=vorgang.federfuehrung_id))
    fits = Q(dokumenttypen=[])
    if dokument is not None:
        fits |= Q(dokumenttypen__contains=[dokument.dokumenttyp.kuerzel])
    return list(rows.filter(fits))


def get_vorlage(actor, key: UUID, *, on: date) -> Verfuegungsvorlage:
    """Return the version of a route that holds on a day (`key` of the Baustein). Raises Http404."""
    found = Verfuegungsvorlage.objects.valid_on(on).filter(key=key).first()
    if found is None or Permission.VERFUEGUNG_CREATE not in actor.permissions:
        raise Http404
    return found
