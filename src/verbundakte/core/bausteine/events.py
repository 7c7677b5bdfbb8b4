"""What the log says about Bausteine."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of Bausteine."""

    CREATED = "core.baustein.created", "hat es angelegt"
    DRAFTED = "core.baustein.drafted", "hat einen Entwurf begonnen"
    CHANGED = "core.baustein.changed", "hat den Entwurf geändert"
    TAKEN_OVER = "core.baustein.taken_over", "hat einen Entwurf aus einer Datei übernommen"
    DELIVERY_TAKEN = "core.baustein.delivery_taken", "hat Änderungen der Auslieferung übernommen"
    DELIVERY_SEEN = "core.baustein.delivery_seen", "hat die Auslieferung durchgesehen"
    RELEASED = "core.baustein.released", "hat die Fassung freigegeben"
    WITHDRAWN = "core.baustein.withdrawn", "hat die Fassung zurückgezogen"
