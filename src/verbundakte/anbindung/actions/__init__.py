"""Writing: who is told what, and what became of each message."""

from verbundakte.anbindung.actions.abonnement import (
    change_abonnement,
    create_abonnement,
    end_abonnement,
    renew_secret,
    resume_abonnement,
)
from verbundakte.anbindung.actions.wiederholung import (
    PeriodWrong,
    TooMany,
    repeat_meldung,
    repeat_period,
)
from verbundakte.anbindung.actions.zustellung import (
    MELDUNGEN,
    claim,
    forget_old_meldungen,
    note_answer,
    note_dropped,
    pause_abonnement,
    release,
)

__all__ = [
    "MELDUNGEN",
    "PeriodWrong",
    "TooMany",
    "change_abonnement",
    "claim",
    "create_abonnement",
    "end_abonnement",
    "forget_old_meldungen",
    "note_answer",
    "note_dropped",
    "pause_abonnement",
    "release",
    "renew_secret",
    "repeat_meldung",
    "repeat_period",
    "resume_abonnement",
]
