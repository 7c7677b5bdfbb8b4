"""What is written into the log about signatures."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `signaturen`."""

    PRUEFUNG_RECORDED = "signaturen.pruefung.recorded", "hat die Signaturen einer Datei geprüft"
    PRUEFUNG_ORDERED = (
        "signaturen.pruefung.ordered",
        "lässt die Signaturen einer Datei erneut prüfen",
    )
    SIGNATUR_ORDERED = "signaturen.signatur.ordered", "hat eine Signatur beauftragt"
    SIGNATUR_CREATED = "signaturen.signatur.created", "hat das Dokument elektronisch signiert"
    SIEGEL_CREATED = "signaturen.siegel.created", "hat das Dokument elektronisch gesiegelt"
    SIGNATUR_REFUSED = "signaturen.signatur.refused", "konnte das Dokument nicht signieren"
    ZERTIFIKAT_ADDED = "signaturen.zertifikat.added", "hat ein Zertifikat hinterlegt"
    ZERTIFIKAT_ENDED = "signaturen.zertifikat.ended", "hat ein Zertifikat außer Dienst gestellt"
