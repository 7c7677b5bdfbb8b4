"""What is written into the log about messages to other systems."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `anbindung`."""

    ABONNEMENT_CREATED = "anbindung.abonnement.created", "hat Meldungen an ein System eingerichtet"
    ABONNEMENT_CHANGED = "anbindung.abonnement.changed", "hat Meldungen an ein System geändert"
    ABONNEMENT_ENDED = "anbindung.abonnement.ended", "hat Meldungen an ein System beendet"
    ABONNEMENT_PAUSED = (
        "anbindung.abonnement.paused",
        "hat Meldungen an ein System ruhen lassen, weil sie nicht angenommen werden",
    )
    ABONNEMENT_RESUMED = "anbindung.abonnement.resumed", "sendet Meldungen an ein System wieder"
    SECRET_RENEWED = "anbindung.abonnement.secret_renewed", "hat das Geheimnis erneuert"
    MELDUNGEN_REPEATED = "anbindung.meldungen.repeated", "lässt Meldungen noch einmal senden"
