"""Writing: what arrives, where it goes, and where it ends."""

from verbundakte.posteingang.actions.aufnahme import (
    SealedWithContent,
    note_referenz,
    record_eingang,
)
from verbundakte.posteingang.actions.kanal import change_kanal, create_kanal, kanal_for
from verbundakte.posteingang.actions.kreis import PersonMissing, circle
from verbundakte.posteingang.ankunft import Ankunft

__all__ = [
    "Ankunft",
    "PersonMissing",
    "SealedWithContent",
    "change_kanal",
    "circle",
    "create_kanal",
    "kanal_for",
    "note_referenz",
    "record_eingang",
]
