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
