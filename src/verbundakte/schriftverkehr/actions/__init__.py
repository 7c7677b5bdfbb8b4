"""Everything that changes in the room `schriftverkehr`."""

from verbundakte.schriftverkehr.actions.loeschung import forget_schreiben
from verbundakte.schriftverkehr.actions.schreiben import (
    Frozen,
    NotFinal,
    NotFinished,
    begin_schreiben,
    change_schreiben,
    keep_mitzeichnungen,
    make_reinschrift,
    withdraw_reinschrift,
)
from verbundakte.schriftverkehr.actions.serie import (
    AlreadyStopped,
    Auftrag,
    NobodyListed,
    NothingLeft,
    StillRunning,
    begin_serie,
    continue_serie,
    stop_serie,
)
from verbundakte.schriftverkehr.actions.serienliste import finish_serie, send_serie
from verbundakte.schriftverkehr.actions.vorgabe import KuerzelKept, furnish_vorgaben

__all__ = [
    "AlreadyStopped",
    "Auftrag",
    "Frozen",
    "KuerzelKept",
    "NobodyListed",
    "NotFinal",
    "NotFinished",
    "NothingLeft",
    "StillRunning",
    "begin_schreiben",
    "begin_serie",
    "change_schreiben",
    "continue_serie",
    "finish_serie",
    "forget_schreiben",
    "furnish_vorgaben",
    "keep_mitzeichnungen",
    "make_reinschrift",
    "send_serie",
    "stop_serie",
    "withdraw_reinschrift",
]
