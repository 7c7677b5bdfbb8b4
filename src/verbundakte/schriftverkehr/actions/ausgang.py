"""Everything that changes what leaves the house."""

from verbundakte.schriftverkehr.actions.druckauftrag import (
    begin_druckauftrag,
    give_to_post,
    note_window,
    print_again,
    take_out,
)
from verbundakte.schriftverkehr.actions.mailversand import note_mail_sent, retry_mail
from verbundakte.schriftverkehr.actions.ruecklauf import (
    Nachweis,
    note_ruecklauf,
    note_zustellung,
    settle_ruecklauf,
)
from verbundakte.schriftverkehr.actions.versand import (
    Versandauftrag,
    create_versand,
    dispatch_versand,
    withdraw_versand,
)
from verbundakte.schriftverkehr.actions.versandstand import refuse_dispatched
from verbundakte.schriftverkehr.versandwege import Ziel

__all__ = [
    "Nachweis",
    "Versandauftrag",
    "Ziel",
    "begin_druckauftrag",
    "create_versand",
    "dispatch_versand",
    "give_to_post",
    "note_mail_sent",
    "note_ruecklauf",
    "note_window",
    "note_zustellung",
    "print_again",
    "refuse_dispatched",
    "retry_mail",
    "settle_ruecklauf",
    "take_out",
    "withdraw_versand",
]
