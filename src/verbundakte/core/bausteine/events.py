"""What the log says about Bausteine."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of Bausteine."""

    CREATED = "core.baustein.created", "Vorlage angelegt"
    DRAFTED = "core.baustein.drafted", "Neuen Entwurf begonnen"
    CHANGED = "core.baustein.changed", "Entwurf geändert"
    RELEASED = "core.baustein.released", "Freigegeben"
    WITHDRAWN = "core.baustein.withdrawn", "Zurückgezogen"
