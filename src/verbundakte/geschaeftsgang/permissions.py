"""What this room guards."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `geschaeftsgang`."""

    VERFUEGUNG_READ = "geschaeftsgang.verfuegung:read", "Verfügungen sehen"
    VERFUEGUNG_CREATE = "geschaeftsgang.verfuegung:create", "In den Geschäftsgang geben"
    VERFUEGUNG_EDIT = "geschaeftsgang.verfuegung:edit", "Laufende Verfügungen ändern"
    SCHRITT_DO = "geschaeftsgang.schritt:do", "Schritte bearbeiten und zur Kenntnis nehmen"
    SCHRITT_SIGN = "geschaeftsgang.schritt:sign", "Mitzeichnen und schlusszeichnen"
    SCHRITT_TAKE = "geschaeftsgang.schritt:take", "Schritte der eigenen Einheiten übernehmen"
    PAPIER_BOOK = "geschaeftsgang.papier:book", "Zeichnungen auf Papier erfassen"
    RUECKSTAND_READ = (
        "geschaeftsgang.rueckstand:read",
        "Offene Schritte der eigenen Einheiten zählen",
    )
    TERMIN_READ = "geschaeftsgang.termin:read", "Fristen, Wiedervorlagen und Aufgaben sehen"
    TERMIN_EDIT = (
        "geschaeftsgang.termin:edit",
        "Fristen, Wiedervorlagen und Aufgaben eintragen",
    )
    TERMIN_DO = "geschaeftsgang.termin:do", "Fristen, Wiedervorlagen und Aufgaben erledigen"
