"""What this room guards."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `datenschutz`."""

    AUSWERTUNG_READ = "datenschutz.auswertung:read", "Auswertungen der Lesevermerke sehen"
    AUSWERTUNG_REQUEST = "datenschutz.auswertung:request", "Auswertung der Lesevermerke beantragen"
    AUSWERTUNG_RELEASE = "datenschutz.auswertung:release", "Auswertung der Lesevermerke freigeben"
    AUSKUNFT_CREATE = "datenschutz.auskunft:create", "Auskunft nach Art. 15 DSGVO erteilen"
    AUSKUNFT_DECIDE = "datenschutz.auskunft:decide", "Fundstellen einer Auskunft prüfen"
    PROTOKOLL_ERASE = (
        "datenschutz.protokoll:erase",
        "Angaben zu Personen aus dem Protokoll löschen",
    )
    SPEICHERDAUER_EDIT = (
        "datenschutz.speicherdauer:edit",
        "Speicherdauer der Lesevermerke festlegen",
    )
