"""What this room guards."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `verbund`."""

    MITGLIED_READ = "verbund.mitglied:read", "Mitglieder des Verbunds sehen"
    MITGLIED_EDIT = "verbund.mitglied:edit", "Mitglieder des Verbunds aufnehmen und verabschieden"
    AUSZUG_DECIDE = "verbund.auszug:decide", "Über den Auszug der Kommune entscheiden"
    PAKET_EXPORT = "verbund.paket:export", "Das Paket der ganzen Kommune ausgeben"
