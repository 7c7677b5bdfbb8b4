"""The API of this room: letters, one to many, and what leaves the house."""

from ninja import Router

from verbundakte.schriftverkehr.api import schreiben, serie, versand

router = Router()
router.add_router("", schreiben.router)
router.add_router("", serie.router)
router.add_router("", versand.router)

__all__ = ["router"]
