"""The API of this room, put together from its parts."""

from ninja import Router

from verbundakte.organisation.api import organisation, zugang

router = Router()
for part in (zugang.router, organisation.ich, organisation.router):
    router.add_router("", part)

__all__ = ["router"]
