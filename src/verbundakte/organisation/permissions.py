"""What this room guards."""

from verbundakte.core.permissions import PermissionName


class Permission(PermissionName):
    """Permissions of the room `organisation`."""

    EINHEIT_READ = "organisation.einheit:read", "Organisationseinheiten sehen"
    EINHEIT_EDIT = "organisation.einheit:edit", "Organisationseinheiten und Stellen pflegen"
    PERSON_READ = "organisation.person:read", "Personen sehen"
    PERSON_EDIT = "organisation.person:edit", "Personen pflegen"
    STELLE_OCCUPY = "organisation.stelle:occupy", "Stellen besetzen"
    VERTRETUNG_PLAN = "organisation.vertretung:plan", "Vertretungen planen und antreten"
    VERTRETUNG_EDIT = "organisation.vertretung:edit", "Vertretungen aller Personen planen"
    ROLLE_ASSIGN = "organisation.rolle:assign", "Rollen zuweisen und entziehen"
    KONTO_EDIT = "organisation.konto:edit", "Anmeldungen anlegen und Kennwörter setzen"
    ANMELDEDIENST_EDIT = "organisation.anmeldedienst:edit", "Anmeldedienst der Kommune einrichten"
    FACHVERFAHREN_EDIT = (
        "organisation.fachverfahren:edit",
        "Fachverfahren anbinden und Zugangsschlüssel beenden",
    )
    KONTO_OWN = "organisation.konto:own", "Die eigene Anmeldung verwalten"
    RECHTE_READ = "organisation.rechte:read", "Rechte aller Personen sehen"
