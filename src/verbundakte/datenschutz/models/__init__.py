"""Models of the room `datenschutz`."""

from verbundakte.datenschutz.models.lesen import (
    LONGEST,
    SHORTEST,
    USUAL,
    Leseauswertung,
    Speicherdauer,
)

__all__ = ["LONGEST", "SHORTEST", "USUAL", "Leseauswertung", "Speicherdauer"]
