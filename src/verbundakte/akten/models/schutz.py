"""What the person concerned may demand: restriction of the processing (Art. 18 DSGVO), correction by a
note that goes with the object (Art. 16 DSGVO)."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.kontakt import Kontakt
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager
from verbundakte.organisation.models import Organisationseinheit


class Einschraenkungsgrund(models.TextChoices):
    """Art. 18 Abs. 1 DSGVO."""

    BESTRITTEN = "bestritten", "Richtigkeit bestritten (Buchst. a)"
    UNRECHTMAESSIG = (
        "unrechtmaessig",
        "Verarbeitung unrechtmäßig, keine Löschung gewünscht (Buchst. b)",
    )
    ANSPRUECHE = "ansprueche", "Für Rechtsansprüche der Person gebraucht (Buchst. c)"
    WIDERSPRUCH = "widerspruch", "Widerspruch eingelegt (Buchst. d)"


def _one_object(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(dokument=None, kontakt__isnull=False) | Q(dokument__isnull=False, kontakt=None),
        name=name,
    )


class EinschraenkungQuerySet(TenantQuerySet):
    """Restrictions of the open town."""

    def in_force(self):
        """Return those that were not lifted."""
        return self.filter(lifted_at=None)


class Einschraenkung(TenantModel):
    """The processing of a Dokument or Kontakt is restricted until it is lifted. `opened_*`: who works
    with it nevertheless, until when and why (Art. 18 Abs. 2 DSGVO)."""

    dokument = TenantForeignKey(
        Dokument, models.PROTECT, null=True, related_name="einschraenkungen"
    )
    kontakt = TenantForeignKey(Kontakt, models.PROTECT, null=True, related_name="einschraenkungen")
    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT, null=True)
    grund = models.CharField("Grund", max_length=20, choices=Einschraenkungsgrund)
    bemerkung = models.CharField("Bemerkung", max_length=300, blank=True)
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    opened_by = models.UUIDField(null=True)
    opened_until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    objects = tenant_manager(EinschraenkungQuerySet)

    class Meta:
        constraints = [
            _one_object("einschraenkung_one_object"),
            models.UniqueConstraint(
                fields=["tenant", "dokument", "kontakt"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="einschraenkung_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", name],
                name=f"einschraenkung_{name}",
                condition=~Q(**{name: None}) & Q(lifted_at=None),
            )
            for name in ("dokument", "kontakt")
        ]

    def is_open_for(self, actor, at: datetime) -> bool:
        """Tell whether the actor said why she works with it nevertheless, a short while ago."""
        is_hers = self.opened_by is not None and self.opened_by == getattr(actor, "person_id", None)
        return is_hers and self.opened_until is not None and at < self.opened_until


class Berichtigungsvermerk(TenantModel):
    """What is not right in a Dokument or Kontakt, and what is; the original stays as it is."""

    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="berichtigungen")
    kontakt = TenantForeignKey(Kontakt, models.PROTECT, null=True, related_name="berichtigungen")
    text = models.CharField("Berichtigung", max_length=1000)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [_one_object("berichtigung_one_object")]
        indexes = [
            models.Index(
                fields=["tenant", name], name=f"berichtigung_{name}", condition=~Q(**{name: None})
            )
            for name in ("dokument", "kontakt")
        ]


def is_restricted(field: str = "dokument"):
    """Return the expression that tells for each Dokument (or Kontakt) whether it is restricted."""
    return Exists(Einschraenkung.objects.in_force().filter(**{field: OuterRef("pk")}))


def has_berichtigung(field: str = "dokument"):
    """Return the expression that tells for each object whether a Berichtigungsvermerk stands at it."""
    rows = Berichtigungsvermerk.objects.filter(ended_at=None, **{field: OuterRef("pk")})
    return Exists(rows)
