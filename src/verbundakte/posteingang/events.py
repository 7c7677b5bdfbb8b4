"""What is written into the log about the post."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `posteingang`."""

    KANAL_CREATED = "posteingang.kanal.created", "hat einen Eingangskanal eingerichtet"
    KANAL_CHANGED = "posteingang.kanal.changed", "hat einen Eingangskanal geändert"
    EINGANG_RECORDED = "posteingang.eingang.recorded", "hat einen Eingang erfasst"
    EINGANG_ARRIVED_AGAIN = (
        "posteingang.eingang.arrived_again",
        "hat vermerkt, dass derselbe Eingang auf einem weiteren Weg kam",
    )
    STAPEL_TAKEN = "posteingang.stapel.taken", "hat einen Scanstapel übernommen"
    STAPEL_DIVIDED = "posteingang.stapel.divided", "hat einen Scanstapel in Eingänge geteilt"
    STAPEL_CONFIRMED = "posteingang.stapel.confirmed", "hat die Seiten eines Scanstapels gezählt"
    STAPEL_DESTROYED = (
        "posteingang.stapel.destroyed",
        "hat die Vernichtung von Papier protokolliert",
    )
    STAPEL_ERASED = "posteingang.stapel.erased", "hat die Bytes eines Scanstapels entfernt"
    TRENNBLATT_PRINTED = "posteingang.trennblatt.printed", "hat ein Trennblatt gedruckt"
    EINGANG_BY_SHEET = "posteingang.eingang.by_sheet", "hat ein Deckblatt gelesen"
    SCAN_CLASSIFIED = "posteingang.scan.classified", "hat die Scanklasse eines Scans geändert"
    SCAN_CHECKED = "posteingang.scan.checked", "hat einen Scan geprüft"
    SCAN_REPLACED = (
        "posteingang.scan.replaced",
        "hat einen beanstandeten Scan durch einen neuen ersetzt",
    )
    SCAN_RELEASED = "posteingang.scan.released", "hat einen Transfervermerk erteilt"
    STICHPROBE_DRAWN = "posteingang.stichprobe.drawn", "hat eine Stichprobe von Scans gezogen"
    VERFAHREN_WRITTEN = (
        "posteingang.verfahren.written",
        "hat eine Verfahrensdokumentation des Scannens erstellt",
    )
