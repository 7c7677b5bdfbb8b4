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
    SCHRITT_ANSWERED = "geschaeftsgang.schritt.answered", "hat die Antwort einer Behörde erfasst"
    SCHRITT_RETURNED = "geschaeftsgang.schritt.returned", "hat einen Schritt zurückgegeben"
    SCHRITT_SKIPPED = "geschaeftsgang.schritt.skipped", "hat einen Schritt übergangen"
    SCHRITT_RECALLED = "geschaeftsgang.schritt.recalled", "hat einen Schritt zurückgerufen"
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
