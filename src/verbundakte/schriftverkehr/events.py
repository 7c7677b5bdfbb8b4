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
    SERIE_CONTINUED = "schriftverkehr.serie.continued", "hat eine Briefserie fortgesetzt"
    SERIE_FINISHING = (
        "schriftverkehr.serie.finishing",
        "lässt die Reinschriften der Briefserie herstellen",
    )
    SERIE_SENDING = "schriftverkehr.serie.sending", "gibt die Briefserie in den Postausgang"
    SERIE_STOPPED = "schriftverkehr.serie.stopped", "hat eine Briefserie angehalten"
    VERSAND_CREATED = (
        "schriftverkehr.versand.created",
        "hat eine Sendung in den Postausgang gegeben",
    )
    VERSAND_WITHDRAWN = "schriftverkehr.versand.withdrawn", "hat den Versand zurückgezogen"
    VERSAND_DISPATCHED = "schriftverkehr.versand.dispatched", "hat die Sendung aufgegeben"
    VERSAND_RETURNED = "schriftverkehr.versand.returned", "hat einen Rücklauf erfasst"
    VERSAND_DELIVERED = "schriftverkehr.versand.delivered", "hat die Zustellung vermerkt"
    RUECKLAUF_SETTLED = "schriftverkehr.ruecklauf.settled", "hat den Rücklauf erledigt"
    MAIL_SENT = "schriftverkehr.mail.sent", "hat die E-Mail versandt"
    MAIL_TRIED_AGAIN = "schriftverkehr.mail.tried_again", "lässt die E-Mail noch einmal versenden"
    DRUCKAUFTRAG_BEGUN = "schriftverkehr.druckauftrag.begun", "hat einen Druckauftrag angelegt"
    DRUCKAUFTRAG_AGAIN = (
        "schriftverkehr.druckauftrag.again",
        "hat den Druckauftrag neu zusammengestellt",
    )
    DRUCKAUFTRAG_REDUCED = (
        "schriftverkehr.druckauftrag.reduced",
        "hat eine Sendung aus dem Druckauftrag genommen",
    )
    DRUCKAUFTRAG_GIVEN = (
        "schriftverkehr.druckauftrag.given",
        "hat den Druckauftrag zur Post gegeben",
    )
    MAILKONTO_CREATED = "schriftverkehr.mailkonto.created", "hat ein Mailkonto eingerichtet"
    MAILKONTO_CHANGED = "schriftverkehr.mailkonto.changed", "hat das Mailkonto geändert"
    DATEIVORLAGE_KEPT = (
        "schriftverkehr.dateivorlage.kept",
        "hat eine Vorlage für Writer oder Word abgelegt",
    )
    DATEIVORLAGE_ENDED = (
        "schriftverkehr.dateivorlage.ended",
        "hat eine Vorlage für Writer oder Word beendet",
    )
    DATEI_BEGUN = "schriftverkehr.datei.begun", "hat ein Schreiben in Writer oder Word begonnen"
