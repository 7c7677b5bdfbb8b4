"""Models of the room `geschaeftsgang`."""

from verbundakte.geschaeftsgang.models.schritt import (
    SIGNED,
    Ergebnis,
    Erledigung,
    Leserecht,
    Rollenname,
    Rueckruf,
    Schritt,
    SchrittArt,
    Uebergehung,
    Zurueckgabe,
)
from verbundakte.geschaeftsgang.models.sitzung import Sitzungsvorlage
from verbundakte.geschaeftsgang.models.termin import TERMINE, Aufgabe, Frist, Termin, Wiedervorlage
from verbundakte.geschaeftsgang.models.terminregel import AboArt, Terminabo, Terminregel
from verbundakte.geschaeftsgang.models.verfuegung import Reihenfolge, Verfuegung
from verbundakte.geschaeftsgang.models.vorlage import Verfuegungsvorlage, Vieraugenregel
from verbundakte.geschaeftsgang.models.zeichnung import Hinfall, HinfallArt, Redaktion, Zeichnung

__all__ = [
    "SIGNED",
    "TERMINE",
    "AboArt",
    "Aufgabe",
    "Ergebnis",
    "Erledigung",
    "Frist",
    "Hinfall",
    "HinfallArt",
    "Leserecht",
    "Redaktion",
    "Reihenfolge",
    "Rollenname",
    "Rueckruf",
    "Schritt",
    "SchrittArt",
    "Sitzungsvorlage",
    "Termin",
    "Terminabo",
    "Terminregel",
    "Uebergehung",
    "Verfuegung",
    "Verfuegungsvorlage",
    "Vieraugenregel",
    "Wiedervorlage",
    "Zeichnung",
    "Zurueckgabe",
]
