"""What the log says about units, Stellen, persons and their rights."""

from verbundakte.core.audit import EventName


class Event(EventName):
    """Events of the room `organisation`."""

    EINHEIT_CREATED = "organisation.einheit.created", "Organisationseinheit angelegt"
    EINHEIT_CHANGED = "organisation.einheit.changed", "Organisationseinheit geändert"
    EINHEIT_PLANNED = "organisation.einheit.planned", "Änderung der Organisationseinheit geplant"
    EINHEIT_PLAN_DROPPED = "organisation.einheit.plan_dropped", "Geplante Änderung zurückgenommen"
    EINHEIT_MERGED = "organisation.einheit.merged", "Organisationseinheit übergeleitet"
    EINHEIT_SPLIT = "organisation.einheit.split", "Teile in eine andere Einheit übergeleitet"
    UEBERLEITUNG_PLANNED = "organisation.ueberleitung.planned", "Überleitung geplant"
    UEBERLEITUNG_DROPPED = (
        "organisation.ueberleitung.dropped",
        "Geplante Überleitung zurückgenommen",
    )
    EINHEIT_CLOSED = "organisation.einheit.closed", "Organisationseinheit geschlossen"
    STELLE_CREATED = "organisation.stelle.created", "Stelle eingerichtet"
    STELLE_CHANGED = "organisation.stelle.changed", "Stelle geändert"
    STELLE_ENDED = "organisation.stelle.ended", "Stelle aufgehoben"
    STELLE_OCCUPIED = "organisation.stelle.occupied", "Stelle besetzt"
    STELLE_VACATED = "organisation.stelle.vacated", "Besetzung beendet"
    PERSON_CREATED = "organisation.person.created", "Person angelegt"
    PERSON_CHANGED = "organisation.person.changed", "Person geändert"
    PERSON_HANDED_OVER = "organisation.person.handed_over", "Arbeit übergeben"
    AUSTRITT_PLANNED = "organisation.austritt.planned", "Ausscheiden geplant"
    AUSTRITT_DROPPED = "organisation.austritt.dropped", "Geplantes Ausscheiden zurückgenommen"
    PERSON_DEACTIVATED = "organisation.person.deactivated", "Person ausgeschieden"
    EINSPIELUNG_BROUGHT = "organisation.einspielung.brought", "Tabellen der Organisation vorgelegt"
    EINSPIELUNG_ORDERED = (
        "organisation.einspielung.ordered",
        "Tabellen der Organisation übernommen",
    )
    VERTRETUNG_PLANNED = "organisation.vertretung.planned", "Vertretung geplant"
    VERTRETUNG_ENDED = "organisation.vertretung.ended", "Vertretung beendet"
    VERTRETUNG_TAKEN_UP = "organisation.vertretung.taken_up", "Vertretung angetreten"
    ROLLE_ASSIGNED = "organisation.rolle.assigned", "Rolle zugewiesen"
    ROLLE_INSTALLED = "organisation.rolle.installed", "Standardrolle eingerichtet"
    ROLLE_TAKEN = "organisation.rolle.taken", "Rolle entzogen"
    KONTO_CREATED = "organisation.konto.created", "Anmeldung eingerichtet"
    KONTO_PASSWORD_SET = "organisation.konto.password_set", "Kennwort gesetzt"
    KONTO_PASSWORD_CHANGED = "organisation.konto.password_changed", "Eigenes Kennwort geändert"
    KONTO_PASSWORD_RESET = "organisation.konto.password_reset", "Kennwort über E-Mail neu gesetzt"
    KONTO_EMAIL_CHANGED = "organisation.konto.email_changed", "E-Mail der Anmeldung geändert"
    ANMELDEDIENST_SET = "organisation.anmeldedienst.set", "Anmeldedienst eingerichtet oder geändert"
    KENNUNG_SET = "organisation.kennung.set", "Dienstkonto verknüpft oder gelöst"
    KONTO_ENDED = "organisation.konto.ended", "Anmeldung beendet"
    FAKTOR_ADDED = "organisation.faktor.added", "Zweiten Faktor eingerichtet"
    FAKTOR_REMOVED = "organisation.faktor.removed", "Zweiten Faktor entfernt"
    FAKTOREN_RESET = "organisation.faktoren.reset", "Alle zweiten Faktoren zurückgesetzt"
    WIEDERHERSTELLUNG_RENEWED = (
        "organisation.wiederherstellung.renewed",
        "Neue Wiederherstellungscodes ausgegeben",
    )
    SITZUNGEN_ENDED = "organisation.sitzungen.ended", "Angemeldete Geräte abgemeldet"
    FACHVERFAHREN_CREATED = "organisation.fachverfahren.created", "Fachverfahren angebunden"
    FACHVERFAHREN_CHANGED = "organisation.fachverfahren.changed", "Fachverfahren geändert"
    FACHVERFAHREN_ENDED = "organisation.fachverfahren.ended", "Anbindung des Fachverfahrens beendet"
    SECRET_CREATED = "organisation.secret.created", "Geheimnis eines Fachverfahrens ausgestellt"
    SECRET_ENDED = "organisation.secret.ended", "Geheimnis eines Fachverfahrens beendet"
    TOKEN_ISSUED = "organisation.token.issued", "Kurzer Zugangsschlüssel abgeholt"
    TOKEN_CREATED = "organisation.token.created", "Zugangsschlüssel ausgestellt"
    TOKEN_ENDED = "organisation.token.ended", "Zugangsschlüssel beendet"
