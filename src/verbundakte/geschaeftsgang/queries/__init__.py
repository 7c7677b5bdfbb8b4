"""Reading this room: every function takes the actor first, and what she may not see is a 404."""

from verbundakte.geschaeftsgang.queries.fristquellen import FRISTQUELLEN, Fristquelle, Zeile
from verbundakte.geschaeftsgang.queries.namen import verzeichnis
from verbundakte.geschaeftsgang.queries.platz import desks_of, lies_with, may_steer, may_take
from verbundakte.geschaeftsgang.queries.termin import (
    AHEAD,
    LABELS,
    Seite,
    get_termin,
    may_read_termine,
    running_termine,
    termine_for,
    termine_of,
    waiting_termine,
    zeile_of,
)
from verbundakte.geschaeftsgang.queries.termin_rechte import (
    led_by,
    may_settle_termin,
    may_take_termin,
)
from verbundakte.geschaeftsgang.queries.terminabo import own_abo, termine_at
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
from verbundakte.geschaeftsgang.queries.vorlage import get_vorlage, vorlagen_for
from verbundakte.geschaeftsgang.queries.warten import (
    Rueckstand,
    Warteliste,
    count_waiting,
    rueckstand,
    waiting_for,
)

__all__ = [
    "AHEAD",
    "FRISTQUELLEN",
    "LABELS",
    "Fristquelle",
    "Glied",
    "Rueckstand",
    "Seite",
    "Warteliste",
    "Zeile",
    "chain_of",
    "count_waiting",
    "desks_of",
    "get_schritt",
    "get_termin",
    "get_verfuegung",
    "get_vorlage",
    "get_zeichnung",
    "led_by",
    "lies_with",
    "may_read_termine",
    "may_settle_termin",
    "may_steer",
    "may_take",
    "may_take_termin",
    "own_abo",
    "rueckstand",
    "running_termine",
    "termine_at",
    "termine_for",
    "termine_of",
    "verfuegungen",
    "verfuegungen_about",
    "verfuegungen_of",
    "verzeichnis",
    "vorlagen_for",
    "waiting_for",
    "waiting_termine",
    "zeile_of",
]
