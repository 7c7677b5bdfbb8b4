"""Everything that changes in the room `schriftverkehr`."""

from verbundakte.schriftverkehr.actions.loeschung import forget_schreiben
from verbundakte.schriftverkehr.actions.schreiben import (
    Frozen,
    NotFinal,
    NotFinished,
    begin_schreiben,
    change_schreiben,
    make_reinschrift,
    withdraw_reinschrift,
)
from verbundakte.schriftverkehr.actions.vorgabe import KuerzelKept, furnish_vorgaben

__all__ = [
    "Frozen",
    "KuerzelKept",
    "NotFinal",
    "NotFinished",
    "begin_schreiben",
    "change_schreiben",
    "forget_schreiben",
    "furnish_vorgaben",
    "make_reinschrift",
    "withdraw_reinschrift",
]
