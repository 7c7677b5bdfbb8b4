"""What this room guards."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `signaturen`."""

    PRUEFUNG_RUN = "signaturen.pruefung:run", "Signaturen erneut prüfen"
    SIGNATUR_CREATE = "signaturen.signatur:create", "Dokumente elektronisch signieren"
    SIEGEL_CREATE = "signaturen.siegel:create", "Dokumente elektronisch siegeln"
    ZERTIFIKAT_CONFIGURE = "signaturen.zertifikat:configure", "Zertifikate der Kommune einrichten"
