"""Writing: what arrives, where it goes, and where it ends."""

from verbundakte.posteingang.actions.ablage import (
    UNDO_FOR,
    NotFiled,
    UndoOver,
    file_eingang,
    file_in_new_vorgang,
    lay_paper,
    note_ablage,
    undo_ablage,
)
from verbundakte.posteingang.actions.angaben import (
    InTheFuture,
    NotSealed,
    SecondPersonMissing,
    TooEarly,
    correct_eingang,
    open_eingang,
)
from verbundakte.posteingang.actions.aufnahme import (
    SealedWithContent,
    note_referenz,
    record_eingang,
)
from verbundakte.posteingang.actions.deckblatt import print_deckblatt, print_trennblatt
from verbundakte.posteingang.actions.erfassung import record_file, record_paper, record_upload
from verbundakte.posteingang.actions.kanal import change_kanal, create_kanal, kanal_for
from verbundakte.posteingang.actions.kanal_stand import note_failing, note_working
from verbundakte.posteingang.actions.kreis import IsSealed, PersonMissing, circle, is_sealed
from verbundakte.posteingang.actions.stapel import file_stapel, known_stapel, record_stapel
from verbundakte.posteingang.actions.zuleitung import (
    AlreadyAccepted,
    IsDone,
    IsThere,
    NoVertretung,
    NowhereToReturn,
    ReasonMissing,
    Ziel,
    accept_eingang,
    assign_eingang,
    forward_eingang,
    hand_to_vertretung,
    pass_on_closed,
    return_eingang,
)
from verbundakte.posteingang.ankunft import Ankunft

__all__ = [
    "UNDO_FOR",
    "AlreadyAccepted",
    "Ankunft",
    "InTheFuture",
    "IsDone",
    "IsSealed",
    "IsThere",
    "NoVertretung",
    "NotFiled",
    "NotSealed",
    "NowhereToReturn",
    "PersonMissing",
    "ReasonMissing",
    "SealedWithContent",
    "SecondPersonMissing",
    "TooEarly",
    "UndoOver",
    "Ziel",
    "accept_eingang",
    "assign_eingang",
    "change_kanal",
    "circle",
    "correct_eingang",
    "create_kanal",
    "file_eingang",
    "file_in_new_vorgang",
    "file_stapel",
    "forward_eingang",
    "hand_to_vertretung",
    "is_sealed",
    "kanal_for",
    "known_stapel",
    "lay_paper",
    "note_ablage",
    "note_failing",
    "note_referenz",
    "note_working",
    "open_eingang",
    "pass_on_closed",
    "print_deckblatt",
    "print_trennblatt",
    "record_eingang",
    "record_file",
    "record_paper",
    "record_stapel",
    "record_upload",
    "return_eingang",
    "undo_ablage",
]
