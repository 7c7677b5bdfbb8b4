"""Writing: what arrives, where it goes, and where it ends."""

from verbundakte.posteingang.actions.aufnahme import (
    SealedWithContent,
    note_referenz,
    record_eingang,
)
from verbundakte.posteingang.actions.deckblatt import print_deckblatt, print_trennblatt
from verbundakte.posteingang.actions.kanal import change_kanal, create_kanal, kanal_for
from verbundakte.posteingang.actions.kanal_stand import note_failing, note_working
from verbundakte.posteingang.actions.kreis import PersonMissing, circle
from verbundakte.posteingang.actions.stapel import file_stapel, known_stapel, record_stapel
from verbundakte.posteingang.ankunft import Ankunft

__all__ = [
    "Ankunft",
    "PersonMissing",
    "SealedWithContent",
    "change_kanal",
    "circle",
    "create_kanal",
    "file_stapel",
    "kanal_for",
    "known_stapel",
    "note_failing",
    "note_referenz",
    "note_working",
    "print_deckblatt",
    "print_trennblatt",
    "record_eingang",
    "record_stapel",
]
