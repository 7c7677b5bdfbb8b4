"""Access zones: each distinct set of rights is stored once and referred to by many objects."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from verbundakte.core.models.base import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    tenant_manager,
)
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
    MITARBEIT = "mitarbeit", "Sachbearbeitung der Einheit, ohne ihre Leitung"
    LEITUNG = "leitung", "Leitung der Einheit und darüber"
    ROLLE = "rolle", "Rolle"
    FREIGABE = "freigabe", "Freigabe zum Lesen auf Zeit"
    PRUEFUNG = "pruefung", "Prüfauftrag"
    ALL = "alle", "Alle Beschäftigten"


# What belongs to a person alone: a Vertretung never passes it on (Geheimnisklassen, names).
PERSONAL_KINDS = frozenset(
    {
        PrincipalKind.PERSON,
        PrincipalKind.MITARBEIT,
        PrincipalKind.FREIGABE,
        PrincipalKind.PRUEFUNG,
    }
)


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


class FreigabeQuerySet(TenantQuerySet):
    """Who may read what for a while."""

    def valid_on(self, on: date):
        """Return those that hold on this day and were not ended before."""
        return self.filter(ended_at=None, from_on__lte=on, to_on__gt=on)


class Freigabe(TenantModel):
    """One person reads one object (and what inherits from it) for a time; it never gives writing.

    The zone names the Freigabe, the person holds it while the period runs: it ends by itself, and
    no object must be touched for that. `to_on` is the first day without it.
    """

    person_id = models.UUIDField()
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    from_on = models.DateField("ab")
    to_on = models.DateField("endet am")
    reason = models.CharField("Grund", max_length=300)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = tenant_manager(FreigabeQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="freigabe_period")
        ]
        indexes = [
            models.Index(fields=["tenant", "person_id", "to_on"], name="freigabe_person"),
            models.Index(fields=["tenant", "object_id"], name="freigabe_object"),
        ]
