"""Reading who belongs to which Verbund."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.actor import Actor
from verbundakte.verbund.models import Mitgliedschaft
from verbundakte.verbund.permissions import Permission


@dataclass(frozen=True)
class VerbundWithMembers:
    """A Verbund and the memberships that hold, by name."""

    verbund: Tenant
    mitgliedschaften: list[Mitgliedschaft]


def list_verbuende(actor: Actor, *, on: date) -> list[VerbundWithMembers]:
    """Return the Verbünde the open tenant belongs to (or is) with their members; [] without right."""
    if not actor.may(Permission.MITGLIED_READ, None):
        return []
    here = current_tenant()
    mine = Mitgliedschaft.objects.valid_on(on).filter(Q(member=here) | Q(verbund=here))
    rows = (
        Mitgliedschaft.objects.valid_on(on)
        .filter(verbund__in=mine.values("verbund"))
        .select_related("verbund", "member")
        .order_by("verbund__name", "member__name")
    )
    found: dict[int, VerbundWithMembers] = {}
    for row in rows:
        found.setdefault(row.verbund_id, VerbundWithMembers(row.verbund, []))
        found[row.verbund_id].mitgliedschaften.append(row)
    return list(found.values())
