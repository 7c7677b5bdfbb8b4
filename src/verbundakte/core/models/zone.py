"""Access zones: each distinct set of rights is stored once and referred to by many objects."""

from django.db import models

from verbundakte.core.models.base import TenantForeignKey, tenant_manager
from verbundakte.core.tenancy.context import current_tenant


class Level(models.IntegerChoices):
    """What an entry gives. An exclusion beats every other entry (§ 20 VwVfG: Befangenheit)."""

    EXCLUDED = 0, "ausgeschlossen"
    READ = 1, "lesen"
    WRITE = 2, "bearbeiten"


class PrincipalKind(models.TextChoices):
    """Whom an entry names."""

    PERSON = "person", "Person"
    EINHEIT = "einheit", "Organisationseinheit"
    LEITUNG = "leitung", "Leitung der Einheit und darüber"
    ROLLE = "rolle", "Rolle"
    ALL = "alle", "Alle Beschäftigten"


class Zone(models.Model):
    """An interned set of entries. Its content never changes; narrowing re-points the objects.

    `geheimnisklasse`: all that lies here is a secret protected by law; who stands in for somebody
    does not come in by that.
    """

    id = models.BigAutoField(primary_key=True)
    tenant = models.IntegerField(default=current_tenant, editable=False)
    digest = models.CharField(max_length=64)
    geheimnisklasse = models.CharField(max_length=20, blank=True, default="")

    objects = tenant_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "digest"], name="zone_digest")]


class ZoneEntry(models.Model):
    """One principal and what the zone gives it."""

    id = models.BigAutoField(primary_key=True)
    tenant = models.IntegerField(default=current_tenant, editable=False)
    zone = TenantForeignKey(Zone, models.PROTECT, related_name="entries")
    principal_kind = models.CharField(max_length=10, choices=PrincipalKind)
    principal_id = models.UUIDField()
    level = models.SmallIntegerField(choices=Level)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "zone", "principal_kind", "principal_id"], name="zone_principal"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "principal_id", "zone"], name="zone_by_principal")
        ]
