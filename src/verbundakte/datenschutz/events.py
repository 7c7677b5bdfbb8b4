"""What is written into the log about data protection."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `datenschutz`."""

    AUSWERTUNG_REQUESTED = (
        "datenschutz.auswertung.requested",
        "hat eine Auswertung der Lesevermerke beantragt",
    )
    AUSWERTUNG_RELEASED = "datenschutz.auswertung.released", "hat die Auswertung freigegeben"
    AUSWERTUNG_DECLINED = "datenschutz.auswertung.declined", "hat die Auswertung abgelehnt"
    AUSWERTUNG_EXPORTED = "datenschutz.auswertung.exported", "hat das Ergebnis ausgegeben"
    SPEICHERDAUER_SET = (
        "datenschutz.speicherdauer.set",
        "hat die Speicherdauer der Lesevermerke festgelegt",
    )
    LESEVERMERKE_ERASED = "datenschutz.lesevermerke.erased", "hat abgelaufene Lesevermerke gelöscht"
