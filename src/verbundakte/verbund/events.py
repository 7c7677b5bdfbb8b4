"""What the log says about a Verbund and its members."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `verbund`."""

    TENANT_CREATED = "verbund.tenant.created", "Kommune angelegt"
    MITGLIED_ADDED = "verbund.mitglied.added", "Mitglied aufgenommen"
    AUSZUG_REQUESTED = "verbund.auszug.requested", "hat den Auszug der Kommune beantragt"
    AUSZUG_CONFIRMED = "verbund.auszug.confirmed", "hat den Auszug der Kommune bestätigt"
    AUSZUG_WITHDRAWN = "verbund.auszug.withdrawn", "hat den Auszug der Kommune zurückgenommen"
    MITGLIED_ENDED = "verbund.mitglied.ended", "Mitgliedschaft beendet"
    PAKET_ORDERED = "verbund.paket.ordered", "hat ein Paket der ganzen Kommune bestellt"
    PAKET_MADE = "verbund.paket.made", "hat das Paket der Kommune hergestellt"
    PAKET_FETCHED = "verbund.paket.fetched", "hat das Paket der Kommune geholt"
    PAKET_KEY_SHOWN = (
        "verbund.paket.key_shown",
        "hat sich den Schlüssel zum Paket der Kommune zeigen lassen",
    )
