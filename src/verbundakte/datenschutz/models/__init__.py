"""Models of the room `datenschutz`."""

from verbundakte.datenschutz.models.auskunft import (
    Auskunft,
    AuskunftTeil,
    Entscheidung,
    Fundstelle,
)
from verbundakte.datenschutz.models.lesen import (
    LONGEST,
    SHORTEST,
    USUAL,
    Leseauswertung,
    Speicherdauer,
)

__all__ = [
    "LONGEST",
    "SHORTEST",
    "USUAL",
    "Auskunft",
    "AuskunftTeil",
    "Entscheidung",
    "Fundstelle",
    "Leseauswertung",
    "Speicherdauer",
]
