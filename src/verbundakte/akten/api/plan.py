"""The Aktenplan of today for programs."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from verbundakte.akten import queries
from verbundakte.akten.api.common import After, Limit
from verbundakte.core.api.answers import limited, ready
from verbundakte.core.api.auth import TokenAuth

router = Router(tags=["Aktenplan"], auth=TokenAuth("aktenplan"))


class PlaneinheitOut(Schema):
    """A unit of the plan."""

    id: UUID = Field(description="Bleibt durch alle Fassungen des Plans gleich.")
    kennzeichen: str
    titel: str
    parent: UUID | None = Field(description="id der Einheit darüber.")
    is_stillgelegt: bool


class PlaneinheitDetail(PlaneinheitOut):
    """A unit with what Akten under it begin with."""

    stichwoerter: str
    aufbewahrungsdauer: int | None
    aussonderungsart: str
    geheimnisklasse: str
    federfuehrung: str | None
    version: int


class PlanPage(Schema):
    """A page of the plan in its order."""

    items: list[PlaneinheitOut]
    after: str


@router.get("aktenplan", response=PlanPage, summary="Der geltende Aktenplan in seiner Ordnung")
def list_planeinheiten(request: HttpRequest, after: After = "", limit: Limit = 50):
    """Return the units of the plan of today; `after` is the id of the last one seen."""
    lines = queries.plan_lines(request.actor)
    items = {line.pk: str(line.item_id) for line in lines}
    begin = next((at + 1 for at, line in enumerate(lines) if str(line.item_id) == after), 0)
    end = begin + limited(limit)
    shown = [
        {
            "id": line.item_id,
            "kennzeichen": line.kennzeichen,
            "titel": line.titel,
            "parent": items.get(line.parent),
            "is_stillgelegt": line.is_stillgelegt,
        }
        for line in lines[begin:end]
    ]
    more = str(lines[end - 1].item_id) if end < len(lines) else ""
    return ready({"items": shown, "after": more})


@router.get(
    "aktenplan/{planeinheit_id}", response=PlaneinheitDetail, summary="Eine Aktenplaneinheit"
)
def get_planeinheit(request: HttpRequest, planeinheit_id: UUID):
    """Return a unit of the plan as it holds today."""
    unit = queries.get_planeinheit(request.actor, planeinheit_id)
    return ready(
        {
            "id": unit.item_id,
            "kennzeichen": unit.kennzeichen,
            "titel": unit.titel,
            "parent": unit.parent.item_id if unit.parent else None,
            "is_stillgelegt": unit.is_stillgelegt,
            "stichwoerter": unit.stichwoerter,
            "aufbewahrungsdauer": unit.aufbewahrungsdauer,
            "aussonderungsart": unit.aussonderungsart,
            "geheimnisklasse": unit.geheimnisklasse,
            "federfuehrung": unit.federfuehrung.kennzeichen if unit.federfuehrung else None,
            "version": unit.version,
        },
        ETag=f'"{unit.pk}-{unit.version}"',
    )
