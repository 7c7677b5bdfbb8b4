"""Writing in this room: one verb per function, its refusals beside it."""

from verbundakte.datenschutz.actions.lesen import (
    AlreadyDecided,
    DaysWrong,
    OnePerson,
    PeriodWrong,
    decline_auswertung,
    erase_lesevermerke,
    note_export,
    release_auswertung,
    request_auswertung,
    set_speicherdauer,
)

__all__ = [
    "AlreadyDecided",
    "DaysWrong",
    "OnePerson",
    "PeriodWrong",
    "decline_auswertung",
    "erase_lesevermerke",
    "note_export",
    "release_auswertung",
    "request_auswertung",
    "set_speicherdauer",
]
