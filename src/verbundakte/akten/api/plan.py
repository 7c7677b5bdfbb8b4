"""The Aktenplan of today for programs."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from verbundakte.akten import queries
from verbundakte.akten.queries import plan as read
from verbundakte.core.api.answers import Shape, listed, ready, with_parts
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.given import Fields, Include, Liste

router = Router(tags=["Aktenplan"], auth=TokenAuth("aktenplan"))


class EinheitDarueberOut(Schema):
    """A unit above another one."""

    id: UUID
    kennzeichen: str
    titel: str


class PlaneinheitOut(Schema):
    """A unit of the plan and with what Akten under it begin."""

    id: UUID = Field(description="Bleibt durch alle Fassungen des Plans gleich.")
    kennzeichen: str
    titel: str
    parent: UUID | None = Field(description="id der Einheit darüber.")
    is_stillgelegt: bool
    stichwoerter: str
    aufbewahrungsdauer: int | None
    aussonderungsart: str
    geheimnisklasse: str
    federfuehrung: str | None
    version: int
    pfad: list[EinheitDarueberOut]


class PlanPage(Schema):
    """A page of the plan in its order."""

    items: list[PlaneinheitOut]
    after: str


def _pfade(actor, ids: list[UUID]) -> dict[UUID, list]:
    return {
        key: [
            {"id": line.item_id, "kennzeichen": line.kennzeichen, "titel": line.titel}
            for line in above
        ]
        for key, above in read.plan_paths(actor, ids).items()
    }


PLANEINHEIT = Shape(
    {
        "id": "item_id",
        "kennzeichen": "kennzeichen",
        "titel": "titel",
        "parent": "parent__item_id",
        "is_stillgelegt": "is_stillgelegt",
        "stichwoerter": "stichwoerter",
        "aufbewahrungsdauer": "aufbewahrungsdauer",
        "aussonderungsart": "aussonderungsart",
        "geheimnisklasse": "geheimnisklasse",
        "federfuehrung": "federfuehrung__kennzeichen",
        "version": "version",
    },
    {"pfad": _pfade},
)


@router.get("aktenplan", response=PlanPage, summary="Der geltende Aktenplan in seiner Ordnung")
def list_planeinheiten(request: HttpRequest, liste: Query[Liste]):
    """Return the units of the plan of today; `after` is the id of the last one seen."""
    actor, asked = request.actor, liste.of(PLANEINHEIT)
    return listed(actor, read.planeinheiten_values(actor, asked.paths, **liste.paging), asked)


@router.get("aktenplan/{planeinheit_id}", response=PlaneinheitOut, summary="Eine Aktenplaneinheit")
def get_planeinheit(
    request: HttpRequest, planeinheit_id: UUID, fields: Fields = "", include: Include = ""
):
    """Return a unit of the plan as it holds today."""
    actor = request.actor
    unit = queries.get_planeinheit(actor, planeinheit_id)
    item = with_parts(actor, PLANEINHEIT, unit, PLANEINHEIT.asked(fields, include))
    return ready(item, ETag=f'"{unit.pk}-{unit.version}"')
