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
