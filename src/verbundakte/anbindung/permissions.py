"""What this room guards."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `anbindung`."""

    ABONNEMENT_READ = "anbindung.abonnement:read", "Meldungen an andere Systeme sehen"
    ABONNEMENT_EDIT = "anbindung.abonnement:edit", "Meldungen an andere Systeme einrichten"
    MELDUNG_SEND = "anbindung.meldung:send", "Meldungen zustellen (nur das System)"
