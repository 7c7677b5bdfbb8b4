"""Permissions: strings `room.noun:verb` with a German name. `read` is the verb for reading."""

from enum import StrEnum


class PermissionName(StrEnum):
    """Base of each room's `Permission` enumeration."""

    label: str

    def __new__(cls, name: str, label: str):
        member = str.__new__(cls, name)
        member._value_ = name
        member.label = label
        return member


class Permission(PermissionName):
    """What the core itself guards."""

    JOB_RUN = "core.job:run", "Aufträge ausführen"
    STATUS_READ = "core.status:read", "Betriebszustand sehen"
    BAUSTEIN_READ = "core.baustein:read", "Vorlagen und Regeln lesen"
    BAUSTEIN_EDIT = "core.baustein:edit", "Vorlagen und Regeln bearbeiten"
    BAUSTEIN_RELEASE = "core.baustein:release", "Vorlagen und Regeln freigeben"
    TENANT_CREATE = "core.tenant:create", "Kommunen anlegen"
    TOKEN_CREATE = "core.token:create", "Zugangsschlüssel für Programme ausstellen"
