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
    note_kontakt,
    open_eingang,
)
from verbundakte.posteingang.actions.aufnahme import (
    SealedWithContent,
    note_referenz,
    record_eingang,
)
from verbundakte.posteingang.actions.deckblatt import (
    print_deckblatt,
    print_trennblatt,
)
from verbundakte.posteingang.actions.erfassung import (
    record_file,
    record_paper,
    record_upload,
)
from verbundakte.posteingang.actions.frist import (
    Frist,
    VorfristMissing,
    ZweiteMissing,
    confirm_frist,
    note_wunsch,
    settle_answered,
    settle_frist,
)
from verbundakte.posteingang.actions.kanal import (
    change_kanal,
    create_kanal,
    kanal_for,
    redirect_kanal,
)
from verbundakte.posteingang.actions.kanal_stand import (
    note_failing,
    note_working,
)
from verbundakte.posteingang.actions.kreis import (
    IsSealed,
    PersonMissing,
    circle,
    is_sealed,
)
from verbundakte.posteingang.actions.loeschung import (
    forget_eingang,
)
from verbundakte.posteingang.actions.medienbruch import (
    note_medienbruch,
    note_printed,
)
from verbundakte.posteingang.actions.nachricht import (
    Nachweis,
    Sendung,
    note_pruefung,
    record_message,
)
from verbundakte.posteingang.actions.quarantaene import (
    EingangFiled,
    Verdaechtig,
    hold,
    note_rueckfrage,
    release_file,
)
from verbundakte.posteingang.actions.sichtvermerk import (
    NothingNoted,
    NotLeading,
    Vermerk,
    write_vermerk,
)
from verbundakte.posteingang.actions.stapel import (
    file_stapel,
    hold_stapel,
    known_stapel,
    record_stapel,
)
from verbundakte.posteingang.actions.trennung import (
    AlreadySplit,
    FolgeError,
    NothingToSplit,
    note_teil,
    split_eingang,
)
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
from verbundakte.posteingang.actions.zusammenlegung import (
    NotMerged,
    NotTogether,
    merge_eingang,
    undo_merge,
)
from verbundakte.posteingang.ankunft import (
    Ankunft,
)

__all__ = [
    "UNDO_FOR",
    "AlreadyAccepted",
    "AlreadySplit",
    "Ankunft",
    "EingangFiled",
    "FolgeError",
    "Frist",
    "InTheFuture",
    "IsDone",
    "IsSealed",
    "IsThere",
    "Nachweis",
    "NoVertretung",
    "NotFiled",
    "NotLeading",
    "NotMerged",
    "NotSealed",
    "NotTogether",
    "NothingNoted",
    "NothingToSplit",
    "NowhereToReturn",
    "PersonMissing",
    "ReasonMissing",
    "SealedWithContent",
    "SecondPersonMissing",
    "Sendung",
    "TooEarly",
    "UndoOver",
    "Verdaechtig",
    "Vermerk",
    "VorfristMissing",
    "Ziel",
    "ZweiteMissing",
    "accept_eingang",
    "assign_eingang",
    "change_kanal",
    "circle",
    "confirm_frist",
    "correct_eingang",
    "create_kanal",
    "file_eingang",
    "file_in_new_vorgang",
    "file_stapel",
    "forget_eingang",
    "forward_eingang",
    "hand_to_vertretung",
    "hold",
    "hold_stapel",
    "is_sealed",
    "kanal_for",
    "known_stapel",
    "lay_paper",
    "merge_eingang",
    "note_ablage",
    "note_failing",
    "note_kontakt",
    "note_medienbruch",
    "note_printed",
    "note_pruefung",
    "note_referenz",
    "note_rueckfrage",
    "note_teil",
    "note_working",
    "note_wunsch",
    "open_eingang",
    "pass_on_closed",
    "print_deckblatt",
    "print_trennblatt",
    "record_eingang",
    "record_file",
    "record_message",
    "record_paper",
    "record_stapel",
    "record_upload",
    "redirect_kanal",
    "release_file",
    "return_eingang",
    "settle_answered",
    "settle_frist",
    "split_eingang",
    "undo_ablage",
    "undo_merge",
    "write_vermerk",
]
