"""Reading this room: every function takes the actor first, and what she may not see is a 404."""

from verbundakte.geschaeftsgang.queries.platz import (
    desks_of,
    lies_with,
    may_steer,
    may_take,
)
from verbundakte.geschaeftsgang.queries.verfuegung import (
    Glied,
    chain_of,
    get_schritt,
    get_verfuegung,
    get_zeichnung,
    verfuegungen,
    verfuegungen_about,
    verfuegungen_of,
)
from verbundakte.geschaeftsgang.queries.warten import (
    Rueckstand,
    Warteliste,
    count_waiting,
    rueckstand,
    waiting_for,
)

__all__ = [
    "Glied",
    "Rueckstand",
    "Warteliste",
    "chain_of",
    "count_waiting",
    "desks_of",
    "get_schritt",
    "get_verfuegung",
    "get_zeichnung",
    "lies_with",
    "may_steer",
    "may_take",
    "rueckstand",
    "verfuegungen",
    "verfuegungen_about",
    "verfuegungen_of",
    "waiting_for",
]
