"""What may be done with Akten, as permissions."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `akten`."""

    AKTENPLAN_READ = "akten.aktenplan:read", "Aktenplan sehen"
    AKTENPLAN_EDIT = "akten.aktenplan:edit", "Aktenplan pflegen"
    AKTE_READ = "akten.akte:read", "Akten lesen"
    AKTE_CREATE = "akten.akte:create", "Akten anlegen"
    AKTE_REQUEST = "akten.akte:request", "Akten beantragen und vorläufig nutzen"
    AKTE_CONFIRM = "akten.akte:confirm", "Über beantragte Akten entscheiden"
    AKTE_EDIT = "akten.akte:edit", "Angaben von Akten ändern"
    AKTE_CLOSE = "akten.akte:close", "Akten zu den Akten verfügen"
    AKTE_REOPEN = "akten.akte:reopen", "Akten wieder aufnehmen"
    VORGANG_READ = "akten.vorgang:read", "Vorgänge lesen"
    VORGANG_CREATE = "akten.vorgang:create", "Vorgänge anlegen"
    VORGANG_EDIT = "akten.vorgang:edit", "Angaben von Vorgängen ändern"
    VORGANG_CLOSE = "akten.vorgang:close", "Vorgänge zu den Akten verfügen"
    VORGANG_REOPEN = "akten.vorgang:reopen", "Vorgänge wieder aufnehmen"
    DOKUMENT_READ = "akten.dokument:read", "Dokumente lesen"
    DOKUMENT_CREATE = "akten.dokument:create", "Dokumente ablegen"
    DOKUMENT_EDIT = "akten.dokument:edit", "Angaben von Dokumenten ändern"
    DOKUMENT_PROCESS = "akten.dokument:process", "Dokumente verarbeiten (nur das System)"
    ANMERKUNG_CREATE = "akten.anmerkung:create", "Anmerkungen schreiben"
    ERNEUERUNG_RUN = "akten.erneuerung:run", "Lesefassungen neu herstellen lassen"
    UEBERNAHME_RUN = "akten.uebernahme:run", "Bestände aus einem Altsystem übernehmen"
    LOESCHSPERRE_EDIT = "akten.loeschsperre:edit", "Löschsperren setzen und aufheben"
    LOESCHUNG_REQUEST = "akten.loeschung:request", "Löschung abgelegter Dokumente beantragen"
    LOESCHUNG_CONFIRM = "akten.loeschung:confirm", "Löschung abgelegter Dokumente bestätigen"
    STAPEL_RUN = "akten.stapel:run", "Mehrere auf einmal bearbeiten"
    REGISTRATUR_READ = "akten.registratur:read", "Arbeitsliste der Registratur sehen"
    ZUGRIFF_READ = "akten.zugriff:read", "Zugriff erklären lassen"
    ZUGRIFF_EDIT = "akten.zugriff:edit", "Zugriff ändern"
    PRUEFAUFTRAG_READ = "akten.pruefauftrag:read", "Prüfaufträge sehen"
    PRUEFAUFTRAG_EDIT = "akten.pruefauftrag:edit", "Prüfaufträge erteilen und beenden"
    AUSGABE_READ = "akten.ausgabe:read", "Listen und Akten ausgeben"
    ANSICHT_EDIT = "akten.ansicht:edit", "Listenansichten der Einheit pflegen"
    KONTAKT_READ = "akten.kontakt:read", "Kontakte sehen"
    KONTAKT_CREATE = "akten.kontakt:create", "Kontakte anlegen und Beteiligte nennen"
    KONTAKT_EDIT = "akten.kontakt:edit", "Kontakte ändern und zusammenführen"
    SPERRE_READ = "akten.sperre:read", "Anschriften mit Auskunftssperre sehen"
    PERSONALAKTE_EDIT = "akten.personalakte:edit", "Personalakten führen und zur Einsicht geben"
    EINSICHT_CREATE = "akten.einsicht:create", "Akteneinsicht gewähren"
    EINSCHRAENKUNG_EDIT = (
        "akten.einschraenkung:edit",
        "Verarbeitung einschränken und Berichtigungen vermerken",
    )
    VERWEIS_EDIT = "akten.verweis:edit", "Verweise setzen"
    PAPIER_EDIT = "akten.papier:edit", "Papierteil und Ausleihe pflegen"
    PAPIER_REQUEST = "akten.papier:request", "Papier anfordern"
    VERWAHRUNG_EDIT = "akten.verwahrung:edit", "Originale und Wertsachen verwahren"
