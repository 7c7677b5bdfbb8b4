"""What is written into the log about the Geschäftsgang."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `geschaeftsgang`."""

    VERFUEGUNG_CREATED = "geschaeftsgang.verfuegung.created", "hat eine Verfügung getroffen"
    SCHRITT_ADDED = "geschaeftsgang.schritt.added", "hat der Verfügung einen Schritt hinzugefügt"
    SCHRITT_CHANGED = "geschaeftsgang.schritt.changed", "hat einen Schritt der Verfügung geändert"
    SCHRITT_DONE = "geschaeftsgang.schritt.done", "hat einen Schritt erledigt"
    SCHRITT_NOTED = "geschaeftsgang.schritt.noted", "hat zur Kenntnis genommen"
    SCHRITT_AGREED = "geschaeftsgang.schritt.agreed", "hat mitgezeichnet"
    SCHRITT_DISSENTED = "geschaeftsgang.schritt.dissented", "hat nicht mitgezeichnet"
    SCHRITT_FINALLY_SIGNED = "geschaeftsgang.schritt.finally_signed", "hat schlussgezeichnet"
    SCHRITT_BOOKED = "geschaeftsgang.schritt.booked", "hat eine Zeichnung auf Papier erfasst"
    VORLAGE_HANDED_OVER = (
        "geschaeftsgang.sitzungsvorlage.handed_over",
        "hat eine Vorlage für ein Gremium übergeben",
    )
    SCHRITT_ANSWERED = "geschaeftsgang.schritt.answered", "hat die Antwort einer Behörde erfasst"
    SCHRITT_RETURNED = "geschaeftsgang.schritt.returned", "hat einen Schritt zurückgegeben"
    SCHRITT_SKIPPED = "geschaeftsgang.schritt.skipped", "hat einen Schritt übergangen"
    SCHRITT_RECALLED = "geschaeftsgang.schritt.recalled", "hat einen Schritt zurückgerufen"
    SCHRITT_STRANDED = (
        "geschaeftsgang.schritt.stranded",
        "hat einen Schritt, den niemand mehr sah, weitergegeben",
    )
    VERFUEGUNG_RECALLED = "geschaeftsgang.verfuegung.recalled", "hat die Verfügung zurückgerufen"
    FASSUNG_REDAKTIONELL = (
        "geschaeftsgang.fassung.redaktionell",
        "hat die Änderung als redaktionell bezeichnet",
    )
    ZEICHNUNG_VOIDED = "geschaeftsgang.zeichnung.voided", "hat Zeichnungen hinfällig werden lassen"
    ZEICHNUNG_OBJECTED = (
        "geschaeftsgang.zeichnung.objected",
        "hat der redaktionellen Änderung widersprochen",
    )
    WIEDERVORLAGE_PLANNED = "geschaeftsgang.wiedervorlage.planned", "hat eine Wiedervorlage gesetzt"
    WIEDERVORLAGE_MOVED = (
        "geschaeftsgang.wiedervorlage.moved",
        "hat eine Wiedervorlage verschoben",
    )
    AUFGABE_GIVEN = "geschaeftsgang.aufgabe.given", "hat eine Aufgabe gegeben"
    FRIST_ENTERED = "geschaeftsgang.frist.entered", "hat eine Frist eingetragen"
    TERMIN_DONE = "geschaeftsgang.termin.done", "hat erledigt"
    TERMIN_WITHDRAWN = "geschaeftsgang.termin.withdrawn", "hat zurückgenommen"
    TERMIN_REOPENED = "geschaeftsgang.termin.reopened", "hat wieder geöffnet"
    TERMIN_TAKEN = "geschaeftsgang.termin.taken", "hat übernommen"
    TERMIN_HANDED_OVER = "geschaeftsgang.termin.handed_over", "hat übergeben"
    ABO_BEGUN = "geschaeftsgang.abo.begun", "lässt sich eigene Termine zusenden"
    ABO_ENDED = "geschaeftsgang.abo.ended", "lässt sich eigene Termine nicht mehr zusenden"
