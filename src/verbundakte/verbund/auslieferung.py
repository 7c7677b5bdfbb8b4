"""What Verbünde deliver to the open town. Nobody reads another town's rows: a release leaves its content
in a global table, of which a town is shown what comes from a Verbund it belongs to.
"""

from uuid import UUID

from django.db.models import QuerySet

from verbundakte.core.bausteine.kinds import STANDARD
from verbundakte.core.clock import today
from verbundakte.core.search.synonymliste import SYNONYME, standard_synonyme
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.verbund.models import Auslieferung, Mitgliedschaft


def _delivered_here(kind: str) -> QuerySet[Auslieferung]:
    """Return what the Verbünde of the open town deliver to it today."""
    mine = Mitgliedschaft.objects.valid_on(today()).filter(member=current_tenant())
    rows = Auslieferung.objects.filter(kind=kind, verbund__in=mine.values("verbund"))
    return rows.order_by("released_at")


def delivered_synonyme() -> dict[UUID, dict]:
    """Return the lists the software and the Verbünde deliver; a Verbund's version of one wins."""
    shared = _delivered_here(SYNONYME).values_list("key", "content")
    return standard_synonyme() | dict(shared)


def origin_of_synonyme(key: UUID) -> str:
    """Return by whom a delivered list comes."""
    row = _delivered_here(SYNONYME).filter(key=key).select_related("verbund").last()
    return row.verbund.name if row else STANDARD
