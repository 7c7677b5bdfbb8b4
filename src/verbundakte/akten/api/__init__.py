"""The API of this room, put together from its parts."""

from ninja import Router

from verbundakte.akten.api import (
    akten,
    dokumente,
    inhalte,
    kontakte,
    plan,
    suche,
    verweise,
    vorgaenge,
)
from verbundakte.akten.api_uploads import router as uploads

router = Router()
for part in (
    plan.router,
    akten.router,
    vorgaenge.router,
    dokumente.router,
    inhalte.router,
    kontakte.router,
    verweise.router,
    verweise.protokoll,
    suche.router,
    uploads,
):
    router.add_router("", part)

__all__ = ["router"]
