"""Models of the core."""

from verbundakte.core.models.api import IdempotencyKey
from verbundakte.core.models.audit import AuditDetail, AuditEvent, ChainHead
from verbundakte.core.models.ausgabe import Ausgabe
from verbundakte.core.models.base import (
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
    TenantQuerySet,
    ZonedQuerySet,
    tenant_manager,
)
from verbundakte.core.models.baustein import Baustein, BausteinVersion
from verbundakte.core.models.blob import Blob, Upload
from verbundakte.core.models.job import Job
from verbundakte.core.models.kalender import Kalender
from verbundakte.core.models.lesen import LeseArt, Lesevermerk, ReadChainHead
from verbundakte.core.models.login import Passkey, RecoveryCode, Session, TotpDevice
from verbundakte.core.models.rechte import Rechtestand
from verbundakte.core.models.search import GelerntesWort, IndexChange, IndexReader, Synonymliste
from verbundakte.core.models.speicher import Speicherwahl
from verbundakte.core.models.tenant import (
    RESERVED_SLUGS,
    Account,
    ApiToken,
    ClientSecret,
    LoginAttempt,
    Membership,
    Tenant,
    TenantKind,
)
from verbundakte.core.models.zone import (
    PERSONAL_KINDS,
    Freigabe,
    Level,
    PrincipalKind,
    Zone,
    ZoneEntry,
)

__all__ = [
    "PERSONAL_KINDS",
    "RESERVED_SLUGS",
    "Account",
    "ApiToken",
    "AuditDetail",
    "AuditEvent",
    "Ausgabe",
    "Baustein",
    "BausteinVersion",
    "Blob",
    "ChainHead",
    "ClientSecret",
    "Freigabe",
    "GelerntesWort",
    "IdempotencyKey",
    "IndexChange",
    "IndexReader",
    "Job",
    "Kalender",
    "LeseArt",
    "Lesevermerk",
    "Level",
    "LoginAttempt",
    "Membership",
    "Passkey",
    "PrincipalKind",
    "ReadChainHead",
    "Rechtestand",
    "RecoveryCode",
    "Session",
    "Speicherwahl",
    "Synonymliste",
    "Tenant",
    "TenantForeignKey",
    "TenantKind",
    "TenantModel",
    "TenantOneToOneField",
    "TenantQuerySet",
    "TotpDevice",
    "Upload",
    "Zone",
    "ZoneEntry",
    "ZonedQuerySet",
    "tenant_manager",
]
