"""Reading this room: every function takes the actor first, and what she may not see is a 404."""

from verbundakte.geschaeftsgang.bekanntgabe import bekanntgaberegeln
from verbundakte.geschaeftsgang.queries.fristquellen import FRISTQUELLEN, Fristquelle, Zeile
from verbundakte.geschaeftsgang.queries.namen import verzeichnis
from verbundakte.geschaeftsgang.queries.platz import desks_of, lies_with, may_steer, may_take
from verbundakte.geschaeftsgang.queries.team import Rueckstand, leads_somebody, rueckstand
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
from verbundakte.geschaeftsgang.queries.terminabo import own_abo, own_email, termine_at
from verbundakte.geschaeftsgang.queries.verfuegung import (
    Glied,
    chain_of,
    get_schritt,
    get_verfuegung,
    get_zeichnung,
    is_by,
    objectable,
    verfuegungen,
    verfuegungen_about,
    verfuegungen_of,
)
from verbundakte.geschaeftsgang.queries.vorlage import get_vorlage, vorlagen_for
from verbundakte.geschaeftsgang.queries.warten import (
    KINDS,
    Warteliste,
    waiting_counts,
    waiting_for,
)

__all__ = [
    "AHEAD",
    "FRISTQUELLEN",
    "KINDS",
    "LABELS",
    "Fristquelle",
    "Glied",
    "Rueckstand",
    "Seite",
    "Warteliste",
    "Zeile",
    "bekanntgaberegeln",
    "chain_of",
    "desks_of",
    "get_schritt",
    "get_termin",
    "get_verfuegung",
    "get_vorlage",
    "get_zeichnung",
    "is_by",
    "leads_somebody",
    "led_by",
    "lies_with",
    "may_read_termine",
    "may_settle_termin",
    "may_steer",
    "may_take",
    "may_take_termin",
    "objectable",
    "own_abo",
    "own_email",
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
    "waiting_counts",
    "waiting_for",
    "waiting_termine",
    "zeile_of",
]
