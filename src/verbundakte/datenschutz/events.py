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
    PROTOKOLL_ERASED = (
        "datenschutz.protokoll.erased",
        "hat Angaben zu einer Person aus dem Protokoll gelöscht",
    )
    AUSKUNFT_STARTED = "datenschutz.auskunft.started", "hat eine Auskunft nach Art. 15 begonnen"
    AUSKUNFT_COLLECTED = "datenschutz.auskunft.collected", "hat Fundstellen gesammelt"
    AUSKUNFT_DECIDED = "datenschutz.auskunft.decided", "hat Fundstellen geprüft"
    TEIL_RELEASED = "datenschutz.auskunft.released", "hat ihren Teil der Auskunft freigegeben"
    AUSKUNFT_CLOSING = "datenschutz.auskunft.closing", "hat die Auskunft abgeschlossen"
    AUSKUNFT_FINISHED = (
        "datenschutz.auskunft.finished",
        "hat die Auskunft abgelegt und die Fundstellen gelöscht",
    )
