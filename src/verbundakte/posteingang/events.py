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
