"""Everything that changes in the room `akten`."""

from verbundakte.akten.actions.akte import (
    AkteAlreadyClosed,
    AkteHasOpenVorgaenge,
    AkteNotClosed,
    FederfuehrungMissing,
    PlaneinheitStillgelegt,
    change_akte,
    close_akte,
    create_akte,
    reopen_akte,
)
from verbundakte.akten.actions.aktenplan import AktenplanExists, ParentMissing, release_aktenplan
from verbundakte.akten.actions.dokument import (
    Arrived,
    add_fassung,
    change_dokument,
    register_dokument,
)
from verbundakte.akten.actions.own import note_opened, toggle_favorit
from verbundakte.akten.actions.vorgang import (
    AkteClosed,
    VorgangAlreadyClosed,
    VorgangClosed,
    VorgangHasEntwuerfe,
    VorgangNotClosed,
    change_vorgang,
    close_vorgang,
    create_vorgang,
    is_closed,
    reopen_vorgang,
)
from verbundakte.akten.actions.zugriff import (
    Choice,
    NobodyLeft,
    OneselfLeftOut,
    TooMany,
    change_akte_zugriff,
    change_vorgang_zugriff,
)

__all__ = [
    "AkteAlreadyClosed",
    "AkteClosed",
    "AkteHasOpenVorgaenge",
    "AkteNotClosed",
    "AktenplanExists",
    "Arrived",
    "Choice",
    "FederfuehrungMissing",
    "NobodyLeft",
    "OneselfLeftOut",
    "ParentMissing",
    "PlaneinheitStillgelegt",
    "TooMany",
    "VorgangAlreadyClosed",
    "VorgangClosed",
    "VorgangHasEntwuerfe",
    "VorgangNotClosed",
    "add_fassung",
    "change_akte",
    "change_akte_zugriff",
    "change_dokument",
    "change_vorgang",
    "change_vorgang_zugriff",
    "close_akte",
    "close_vorgang",
    "create_akte",
    "create_vorgang",
    "is_closed",
    "note_opened",
    "register_dokument",
    "release_aktenplan",
    "reopen_akte",
    "reopen_vorgang",
    "toggle_favorit",
]
