"""The API of this room, put together from its parts."""

from ninja import Router

from verbundakte.geschaeftsgang.api import termine, verfuegungen

router = Router()
for part in (verfuegungen.router, termine.router):
    router.add_router("", part)

__all__ = ["router"]
