"""Keeps the planner informed while a take-over fills empty tables with many rows."""

from verbundakte.akten.models import (
    Akte,
    Altverlauf,
    Datei,
    Dokument,
    Fassung,
    Feldwert,
    FremdeKennung,
    Vorgang,
)
from verbundakte.core.db.statistics import learn_about
from verbundakte.core.models import AuditDetail, AuditEvent, Blob, ZoneEntry

FILLED = (
    Akte, Vorgang, Dokument, Fassung, Datei, Feldwert, FremdeKennung, Altverlauf, Blob, AuditEvent,
    AuditDetail, ZoneEntry,
)  # fmt: skip


FIRST = 1_000


class Learning:
    """Counts what was taken; lets the planner look after the first thousand, ten thousand ..., and
    once more at the end when that many came."""

    def __init__(self) -> None:
        self.taken, self.next = 0, FIRST

    def step(self) -> None:
        """Count one object."""
        self.taken += 1
        if self.taken >= self.next:
            learn_about(*FILLED)
            self.next *= 10

    def end(self) -> None:
        """Look once more, unless hardly anything came."""
        if self.taken >= FIRST:
            learn_about(*FILLED)
