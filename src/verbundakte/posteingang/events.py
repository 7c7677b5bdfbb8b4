"""What is written into the log about the post."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `posteingang`."""

    KANAL_CREATED = "posteingang.kanal.created", "hat einen Eingangskanal eingerichtet"
    KANAL_CHANGED = "posteingang.kanal.changed", "hat einen Eingangskanal geändert"
    KANAL_PAUSED = "posteingang.kanal.paused", "hat einen Eingangskanal angehalten"
    KANAL_RESUMED = (
        "posteingang.kanal.resumed",
        "hat einen Eingangskanal wieder in Betrieb genommen",
    )
    ADRESSE_OPENED = "posteingang.adresse.opened", "hat eine Ablageadresse angelegt"
    ADRESSE_ENDED = "posteingang.adresse.ended", "hat eine Ablageadresse beendet"
    REGEL_CREATED = "posteingang.regel.created", "hat aus dem Eingang eine Eingangsregel gemacht"
    EINGANG_RECORDED = "posteingang.eingang.recorded", "hat einen Eingang erfasst"
    EINGANG_ARRIVED_AGAIN = (
        "posteingang.eingang.arrived_again",
        "hat vermerkt, dass derselbe Eingang auf einem weiteren Weg kam",
    )
    EINGANG_ASSIGNED = "posteingang.eingang.assigned", "hat den Eingang zugeleitet"
    EINGANG_FORWARDED = "posteingang.eingang.forwarded", "hat den Eingang weitergeleitet"
    EINGANG_RETURNED = "posteingang.eingang.returned", "hat den Eingang zurückgegeben"
    EINGANG_TO_VERTRETUNG = (
        "posteingang.eingang.to_vertretung",
        "hat den Eingang an die Vertretung gegeben",
    )
    EINGANG_ACCEPTED = "posteingang.eingang.accepted", "hat den Eingang angenommen"
    EINGANG_CLOSED_AGAIN = (
        "posteingang.eingang.closed_again",
        "hat den Eingang verschlossen weitergegeben",
    )
    EINGANG_OPENED = "posteingang.eingang.opened", "hat den Eingang geöffnet"
    EINGANG_CORRECTED = "posteingang.eingang.corrected", "hat Angaben des Eingangs berichtigt"
    EINGANG_FILED = "posteingang.eingang.filed", "hat den Eingang in einen Vorgang abgelegt"
    EINGANG_UNFILED = "posteingang.eingang.unfiled", "hat die Ablage zurückgenommen"
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
    VERMERK_SEALED = "posteingang.vermerk.sealed", "hat einen Transfervermerk gesiegelt"
    STICHPROBE_DRAWN = "posteingang.stichprobe.drawn", "hat eine Stichprobe von Scans gezogen"
    VERFAHREN_WRITTEN = (
        "posteingang.verfahren.written",
        "hat eine Verfahrensdokumentation des Scannens erstellt",
    )
    EINGANG_MERGED = "posteingang.eingang.merged", "hat Eingänge zusammengelegt"
    EINGANG_UNMERGED = "posteingang.eingang.unmerged", "hat das Zusammenlegen zurückgenommen"
    EINGANG_SPLIT = "posteingang.eingang.split", "hat den Eingang getrennt"
    WUNSCH_NOTED = "posteingang.frist.wished", "hat vermerkt, bis wann Antwort erbeten ist"
    FRIST_CONFIRMED = "posteingang.frist.confirmed", "hat eine Frist bestätigt"
    FRIST_SETTLED = "posteingang.frist.settled", "hat eine Frist erledigt"
    MEDIENBRUCH_NOTED = "posteingang.medienbruch.noted", "hat einen Medienbruch vermerkt"
    SENDER_CHECKED = (
        "posteingang.pruefung.noted",
        "hat festgehalten, was über Absender und Inhalt geprüft wurde",
    )
    FILE_HELD = (
        "posteingang.quarantaene.held",
        "hat eine Datei mit Virenfund in Quarantäne genommen",
    )
    FILE_RELEASED = (
        "posteingang.quarantaene.released",
        "hat eine Datei aus der Quarantäne freigegeben",
    )
    SENDER_ASKED = (
        "posteingang.quarantaene.asked",
        "hat den Absender zu einer Datei in Quarantäne gefragt",
    )
    VERMERK_WRITTEN = (
        "posteingang.sichtvermerk.written",
        "hat einen Sichtvermerk auf dem Eingang angebracht",
    )
