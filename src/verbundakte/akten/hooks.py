"""Moments in the room `akten` at which upper rooms may refuse."""

from dataclasses import dataclass
from datetime import datetime

from verbundakte.akten.models import Dokument
from verbundakte.core.hooks import Hook

vorgang_closing = Hook("vorgang_closing", "Ein Vorgang soll zu den Akten verfügt werden")
dokument_erasing = Hook("dokument_erasing", "Ein Dokument soll endgültig geleert werden")
dokument_assigned = Hook("dokument_assigned", "Ein Dokument ohne Vorgang wurde in einen gelegt")
fassung_changed = Hook("fassung_changed", "Ein Dokument hat eine neue Fassung, oder eine andere gilt")
datei_read = Hook("datei_read", "Eine Datei wurde eingelesen: Art und Hinweise sind bekannt")
dokument_answered = Hook("dokument_answered", "Die Antwort auf ein Dokument ist versandt")
fassung_changing = Hook("fassung_changing", "Eine Fassung soll dazukommen oder zurückgezogen werden")


@dataclass(frozen=True)
class Antwort:
    """What `dokument_answered` tells: to which Dokument, under which number the answer went out and
    when, and whether it was printed for that."""

    dokument: Dokument
    number: str
    at: datetime
    is_printed: bool
