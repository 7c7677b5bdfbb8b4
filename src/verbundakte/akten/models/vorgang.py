"""A Vorgang collects the Dokumente of one matter and lies in an Akte (xdomea: Vorgang)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from verbundakte.akten.models.akte import Akte, medium_field, vertraulichkeit_field
from verbundakte.akten.models.newest import newest
from verbundakte.akten.models.typ import Vorgangstyp
from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    Zone,
    ZonedQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models import Organisationseinheit, Person


class VorgangQuerySet(ZonedQuerySet):
    """Vorgänge of the open town."""

    def in_progress(self):
        """Return Vorgänge that are not zu den Akten verfügt."""
        return self.filter(~is_zda("vorgang"), trashed_at=None)


class Vorgang(TenantModel):
    """A Teilvorgang is a Vorgang inside a Vorgang."""

    akte = TenantForeignKey(Akte, models.PROTECT, related_name="vorgaenge", verbose_name="Akte")
    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="teilvorgaenge")
    aktenzeichen = models.CharField("Aktenzeichen", max_length=120)
    aktenzeichen_folded = models.CharField(max_length=120, editable=False)
    betreff = models.CharField("Betreff", max_length=500)
    betreff_folded = models.TextField(editable=False)
    federfuehrung = TenantForeignKey(
        Organisationseinheit, models.PROTECT, verbose_name="Federführung"
    )
    sachbearbeitung = TenantForeignKey(
        Person, models.PROTECT, null=True, verbose_name="Sachbearbeitung"
    )
    zone = TenantForeignKey(Zone, models.PROTECT)
    fremdes_geschaeftszeichen = models.CharField(
        "Fremdes Geschäftszeichen", max_length=120, blank=True
    )
    vorgangstyp = TenantForeignKey(
        Vorgangstyp, models.PROTECT, null=True, related_name="vorgaenge", verbose_name="Art"
    )
    medium = medium_field()
    vertraulichkeit = vertraulichkeit_field()
    laufzeit_from = models.DateField("Laufzeit von", null=True, blank=True)
    laufzeit_to = models.DateField("Laufzeit bis", null=True, blank=True)
    bemerkung = models.TextField("Bemerkung", blank=True)
    erwartet = models.JSONField("Erwartete Dokumente", default=list, editable=False)
    trashed_at = models.DateTimeField(null=True, editable=False)
    last_position = models.PositiveIntegerField(default=0, editable=False)
    spur = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    objects = tenant_manager(VorgangQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "aktenzeichen"], name="vorgang_aktenzeichen")
        ]
        indexes = [
            newest("vorgang_akte_newest", "akte", beside=["zone", "trashed_at"]),
            newest("vorgang_newest", beside=["zone"]),
            newest("vorgang_zone_newest", "zone", beside=["trashed_at"]),
            newest("vorgang_own_newest", "sachbearbeitung", beside=["zone", "trashed_at"]),
            models.Index(fields=["tenant", "vorgangstyp"], name="vorgang_typ"),
            models.Index(
                fields=["tenant", "parent"], name="vorgang_parent", condition=~Q(parent=None)
            ),
            models.Index(
                fields=["tenant", "aktenzeichen_folded"],
                opclasses=["int4_ops", "text_pattern_ops"],
                name="vorgang_number_prefix",
            ),
            models.Index(
                fields=["tenant", "betreff_folded"],
                opclasses=["int4_ops", "text_pattern_ops"],
                name="vorgang_betreff_prefix",
            ),
            models.Index(fields=["tenant", "aktenzeichen_folded", "id"], name="vorgang_by_number"),
            models.Index(fields=["tenant", "betreff_folded", "id"], name="vorgang_by_betreff"),
            models.Index(
                fields=["tenant", "federfuehrung", "-created_at", "-id"], name="vorgang_unit_new"
            ),
        ]

    def __str__(self):
        return f"{self.aktenzeichen} {self.betreff}"


class ZdaVerfuegung(TenantModel):
    """Its existence closes an Akte or a Vorgang ("zu den Akten"); reopening ends it, and closing
    again makes another one. No status column can disagree with it."""

    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="zda_verfuegungen")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="zda_verfuegungen")
    closed_on = models.DateField("Datum")
    closed_at = models.DateTimeField()
    closed_by = models.UUIDField()
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.UUIDField(null=True)
    reopened_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "vorgang"],
                condition=Q(reopened_at=None) & ~Q(vorgang=None),
                name="zda_vorgang_once",
            ),
            models.UniqueConstraint(
                fields=["tenant", "akte"],
                condition=Q(reopened_at=None) & ~Q(akte=None),
                name="zda_akte_once",
            ),
            models.CheckConstraint(
                condition=Q(akte=None) ^ Q(vorgang=None), name="zda_one_subject"
            ),
        ]


def is_zda(field: str, key: str = "pk"):
    """Return the expression that tells whether the Vorgang (or Akte; `field`) that `key` of a row
    names is zu den Akten verfügt."""
    return Exists(ZdaVerfuegung.objects.filter(**{field: OuterRef(key)}, reopened_at=None))
