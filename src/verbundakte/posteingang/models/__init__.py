"""Models of the room `posteingang`."""

from verbundakte.posteingang.models.eingang import (
    Ablage,
    Eingang,
    Eingangsreferenz,
    Verschluss,
    Weg,
    Zuleitung,
    ZuleitungArt,
)
from verbundakte.posteingang.models.kanal import Eingangskanal, KanalArt
from verbundakte.posteingang.models.nachweis import Medienbruch, MedienbruchArt, Pruefprotokoll

__all__ = [
    "Ablage",
    "Eingang",
    "Eingangskanal",
    "Eingangsreferenz",
    "KanalArt",
    "Medienbruch",
    "MedienbruchArt",
    "Pruefprotokoll",
    "Verschluss",
    "Weg",
    "Zuleitung",
    "ZuleitungArt",
]
