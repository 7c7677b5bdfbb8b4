"""What is written into the log about letters."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `schriftverkehr`."""

    SCHREIBEN_BEGUN = "schriftverkehr.schreiben.begun", "hat ein Schreiben begonnen"
    SCHREIBEN_CHANGED = "schriftverkehr.schreiben.changed", "hat das Schreiben geändert"
    REINSCHRIFT_MADE = "schriftverkehr.reinschrift.made", "hat die Reinschrift hergestellt"
    REINSCHRIFT_WITHDRAWN = (
        "schriftverkehr.reinschrift.withdrawn",
        "hat die Reinschrift zurückgenommen",
    )
    SERIE_BEGUN = "schriftverkehr.serie.begun", "hat eine Briefserie begonnen"
    SERIE_STOPPED = "schriftverkehr.serie.stopped", "hat eine Briefserie angehalten"
