"""The API of this room: letters, and what leaves the house."""

from ninja import Router

from verbundakte.schriftverkehr.api import schreiben, versand

router = Router()
router.add_router("", schreiben.router)
router.add_router("", versand.router)

__all__ = ["router"]
