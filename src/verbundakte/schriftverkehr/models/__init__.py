"""Models of the room `schriftverkehr`."""

from verbundakte.schriftverkehr.models.schreiben import (
    Beilage,
    Empfaenger,
    Empfaengerart,
    Form,
    Reinschrift,
    Schreiben,
    Weg,
    Zustellart,
)
from verbundakte.schriftverkehr.models.serie import Briefserie, Serienposten
from verbundakte.schriftverkehr.models.vorlage import (
    Briefkopf,
    Briefvorlage,
    Textbaustein,
    Vorgabe,
    Zeichnungsbefugnis,
)

__all__ = [
    "Beilage",
    "Briefkopf",
    "Briefserie",
    "Briefvorlage",
    "Empfaenger",
    "Empfaengerart",
    "Form",
    "Reinschrift",
    "Schreiben",
    "Serienposten",
    "Textbaustein",
    "Vorgabe",
    "Weg",
    "Zeichnungsbefugnis",
    "Zustellart",
]
