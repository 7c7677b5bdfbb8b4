"""What this room guards."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `schriftverkehr`."""

    SCHREIBEN_READ = "schriftverkehr.schreiben:read", "Schreiben sehen"
    SCHREIBEN_WRITE = "schriftverkehr.schreiben:write", "Schreiben verfassen und ändern"
    SCHREIBEN_FINISH = (
        "schriftverkehr.schreiben:finish",
        "Reinschriften herstellen und zurücknehmen",
    )
    SERIE_RUN = "schriftverkehr.serie:run", "Serienbriefe schreiben"
    VERSAND_READ = "schriftverkehr.versand:read", "Postausgang sehen"
    VERSAND_CREATE = "schriftverkehr.versand:create", "Dokumente in den Postausgang geben"
    VERSAND_DISPATCH = (
        "schriftverkehr.versand:dispatch",
        "Post drucken, aufgeben, Rückläufe und Zustellungen vermerken",
    )
    MAILKONTO_CONFIGURE = "schriftverkehr.mailkonto:configure", "Mailkonto einrichten"
    DATEIVORLAGE_EDIT = "schriftverkehr.dateivorlage:edit", "Vorlagen für Writer und Word pflegen"
