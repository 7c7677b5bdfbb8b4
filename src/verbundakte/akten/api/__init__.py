"""The API of this room, put together from its parts."""

from ninja import Router

from verbundakte.akten.api import akten, dokumente, suche, vorgaenge

router = Router()
for part in (akten, vorgaenge, dokumente, suche):
    router.add_router("", part.router)

__all__ = ["router"]
