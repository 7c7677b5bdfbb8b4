"""An Akte collects Vorgänge of one matter; a Teilakte is an Akte inside an Akte (xdomea: Akte)."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.aktenplan import Aktenplaneinheit, Aussonderungsart
from verbundakte.akten.models.newest import newest
from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    Zone,
    ZonedQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models import Organisationseinheit


class Medium(models.TextChoices):
    """Of what something consists (xdomea code list medium 1.0)."""

    ELEKTRONISCH = "001", "elektronisch"
    HYBRID = "002", "hybrid"
    PAPIER = "003", "Papier"


class Vertraulichkeit(models.TextChoices):
    """How openly something may be spoken of. These are own levels; documents with an official
    classification (VS) do not belong here at all."""

    OFFEN = "offen", "offen"
    PERSONENBEZOGEN = "personenbezogen", "personenbezogen"
    VERTRAULICH = "vertraulich", "vertraulich"


def medium_field() -> models.CharField:
    """Return the column of a Medium."""
    return models.CharField(
        "Medium", max_length=3, choices=Medium, default=Medium.ELEKTRONISCH, db_default="001"
    )


def vertraulichkeit_field() -> models.CharField:
    """Return the column of a Vertraulichkeit."""
    return models.CharField(
        "Vertraulichkeit",
        max_length=20,
        choices=Vertraulichkeit,
        default=Vertraulichkeit.OFFEN,
        db_default="offen",
    )


class AkteQuerySet(ZonedQuerySet):
    """Akten of the open town."""

    def without_teilakten(self):
        """Return only Akten that stand directly under the plan."""
        return self.filter(parent=None)


class Akte(TenantModel):
    """Values of retention are copied from the plan when it begins and stay with it."""

    planeinheit = TenantForeignKey(Aktenplaneinheit, models.PROTECT, related_name="akten")
    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="teilakten")
    aktenzeichen = models.CharField("Aktenzeichen", max_length=120)
    aktenzeichen_folded = models.CharField(max_length=120, editable=False)
    betreff = models.CharField("Betreff", max_length=500)
    betreff_folded = models.TextField(editable=False)
    federfuehrung = TenantForeignKey(
        Organisationseinheit, models.PROTECT, verbose_name="Federführung"
    )
    zone = TenantForeignKey(Zone, models.PROTECT)
    medium = medium_field()
    vertraulichkeit = vertraulichkeit_field()
    laufzeit_from = models.DateField("Laufzeit von", null=True, blank=True)
    laufzeit_to = models.DateField("Laufzeit bis", null=True, blank=True)
    bemerkung = models.TextField("Bemerkung", blank=True)
    aufbewahrungsdauer = models.PositiveSmallIntegerField("Aufbewahrungsdauer", null=True)
    aussonderungsart = models.CharField("Aussonderungsart", max_length=1, choices=Aussonderungsart)
    retention_source = models.CharField(max_length=340)
    geheimnisklasse = models.CharField(max_length=20, blank=True)
    trashed_at = models.DateTimeField(null=True, editable=False)
    spur = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    objects = tenant_manager(AkteQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "aktenzeichen"], name="akte_aktenzeichen")
        ]
        indexes = [
            newest("akte_newest", beside=["zone"]),
            newest("akte_zone_newest", "zone", beside=["trashed_at"]),
            models.Index(fields=["tenant", "planeinheit", "-created_at"], name="akte_plan"),
            models.Index(
                fields=["tenant", "aktenzeichen_folded"],
                opclasses=["int4_ops", "text_pattern_ops"],
                name="akte_number_prefix",
            ),
            models.Index(
                fields=["tenant", "betreff_folded"],
                opclasses=["int4_ops", "text_pattern_ops"],
                name="akte_betreff_prefix",
            ),
            models.Index(fields=["tenant", "aktenzeichen_folded", "id"], name="akte_by_number"),
            models.Index(fields=["tenant", "betreff_folded", "id"], name="akte_by_betreff"),
            models.Index(
                fields=["tenant", "parent"], name="akte_parent", condition=~Q(parent=None)
            ),
        ]

    def __str__(self):
        return f"{self.aktenzeichen} {self.betreff}"
