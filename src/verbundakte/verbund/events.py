"""What the log says about a Verbund and its members."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `verbund`."""

    TENANT_CREATED = "verbund.tenant.created", "Kommune angelegt"
    MITGLIED_ADDED = "verbund.mitglied.added", "Mitglied aufgenommen"
    MITGLIED_ENDED = "verbund.mitglied.ended", "Mitgliedschaft beendet"
