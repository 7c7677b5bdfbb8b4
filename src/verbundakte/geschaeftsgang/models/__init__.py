"""Models of the room `geschaeftsgang`."""

from verbundakte.geschaeftsgang.models.schritt import (
    SIGNED,
    Ergebnis,
    Erledigung,
    Leserecht,
    Rueckruf,
    Schritt,
    SchrittArt,
    Uebergehung,
    Zurueckgabe,
)
from verbundakte.geschaeftsgang.models.verfuegung import (
    Reihenfolge,
    Verfuegung,
)
from verbundakte.geschaeftsgang.models.vorlage import (
    Verfuegungsvorlage,
    Vieraugenregel,
)
from verbundakte.geschaeftsgang.models.zeichnung import (
    Hinfall,
    HinfallArt,
    Redaktion,
    Zeichnung,
)

__all__ = [
    "SIGNED",
    "Ergebnis",
    "Erledigung",
    "Hinfall",
    "HinfallArt",
    "Leserecht",
    "Redaktion",
    "Reihenfolge",
    "Rueckruf",
    "Schritt",
    "SchrittArt",
    "Uebergehung",
    "Verfuegung",
    "Verfuegungsvorlage",
    "Vieraugenregel",
    "Zeichnung",
    "Zurueckgabe",
]
