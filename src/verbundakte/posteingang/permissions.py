"""What this room guards."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `posteingang`."""

    EINGANG_READ = "posteingang.eingang:read", "Eingänge sehen"
    EINGANG_RECORD = "posteingang.eingang:record", "Eingänge erfassen und berichtigen"
    EINGANG_ASSIGN = "posteingang.eingang:assign", "Eingänge zuleiten, weiterleiten, zurückgeben"
    EINGANG_ACCEPT = "posteingang.eingang:accept", "Eingänge annehmen"
    EINGANG_FILE = "posteingang.eingang:file", "Eingänge in einen Vorgang ablegen"
    POSTSTELLE_LEAD = "posteingang.poststelle:lead", "Poststelle leiten"
    REGEL_CONFIGURE = "posteingang.regel:configure", "Eingangsregeln festlegen"
    KANAL_CONFIGURE = "posteingang.kanal:configure", "Eingangskanäle einrichten"
    SCAN_WORK = "posteingang.scan:work", "Scanstapel und Trennblätter bearbeiten"
    SCAN_CHECK = "posteingang.scan:check", "Scans prüfen und freigeben"
    SCAN_DESTROY = "posteingang.scan:destroy", "Vernichtung von Papier protokollieren"
    SCAN_AUDIT = "posteingang.scan:audit", "Prüfbericht und Verfahren des Scannens sehen"
