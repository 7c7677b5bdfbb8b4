"""Batches as they came from a scanner, the sheets that divide them, and what was made of them."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.core.models import (
    Blob,
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
    TenantQuerySet,
    Zone,
    ZonedQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.models.kanal import Eingangskanal


class ScanklasseQuerySet(TenantQuerySet):
    """Versions of the classes of the open town."""

    def valid_on(self, on):
        """Return at most one row per class: the version that holds on this day."""
        begun = self.filter(valid_from__lte=on)
        return begun.filter(Q(valid_to=None) | Q(valid_to__gt=on))


class Scanklasse(TenantModel):
    """One released version of a class. Only `valid_to` is ever set afterwards."""

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    kuerzel = models.CharField(max_length=30)
    bezeichnung = models.CharField(max_length=80)
    beschreibung = models.TextField(blank=True)
    schutzbedarf = models.CharField(max_length=10)
    is_ersetzend = models.BooleanField()
    ausschluss = models.CharField(max_length=300, blank=True)
    pruefung = models.CharField(max_length=12)
    prozent = models.PositiveSmallIntegerField()
    mindestens = models.PositiveIntegerField()
    wartezeit_tage = models.PositiveIntegerField()
    is_mobil = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = tenant_manager(ScanklasseQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key", "version"], name="scanklasse_version")
        ]
        indexes = [models.Index(fields=["tenant", "kuerzel"], name="scanklasse_kuerzel")]

    def __str__(self):
        return self.bezeichnung


class TrennblattArt(models.TextChoices):
    """What a sheet says to the batch in which it lies."""

    EINGANG = "eingang", "Neuer Eingang"
    DOKUMENT = "dokument", "Neue Anlage"
    EINHEIT = "einheit", "Neuer Eingang an eine Einheit"
    VORGANG = "vorgang", "Deckblatt eines Vorgangs"


class Trennblatt(TenantModel):
    """A sheet that was printed. Its code names it and is signed; after `gilt_bis` it says nothing."""

    art = models.CharField("Art", max_length=10, choices=TrennblattArt)
    einheit = TenantForeignKey(
        Organisationseinheit, models.PROTECT, null=True, related_name="+", verbose_name="Einheit"
    )
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(editable=False)
    created_by = models.UUIDField(null=True, editable=False)
    gilt_bis = models.DateField("Gilt bis", null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant", "vorgang"],
                name="trennblatt_vorgang",
                condition=~Q(vorgang=None),
            )
        ]


class Scanstapel(TenantModel):
    """One file from a scanner, whole, as it came; with how many pages were expected and found.

    `kennung` makes it known again after a crash. `befunde` holds what was seen on the pages. Without
    `blob` it was not taken (then `problem` says why), or taken out for good.
    """

    kanal = TenantForeignKey(Eingangskanal, models.PROTECT, related_name="stapel")
    kennung = models.CharField(max_length=64, editable=False)
    file_name = models.CharField("Datei", max_length=255)
    blob = TenantForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    klasse = TenantForeignKey(Scanklasse, models.PROTECT, null=True, related_name="+")
    zone = TenantForeignKey(Zone, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("Übernommen")
    scanned_at = models.DateTimeField("Gescannt")
    seiten = models.PositiveIntegerField("Seiten", null=True)
    seiten_erwartet = models.PositiveIntegerField("Seiten gezählt", null=True)
    gescannt_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    auffaellig = models.CharField("Auffälligkeiten", max_length=500, blank=True)
    befunde = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=400, blank=True)

    objects = tenant_manager(ZonedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kennung"], name="scanstapel_kennung")
        ]
        indexes = [
            models.Index(fields=["tenant", "-created_at", "-id"], name="scanstapel_new"),
            models.Index(
                fields=["tenant", "zone", "-created_at", "-id"], name="scanstapel_zone_new"
            ),
            models.Index(fields=["tenant", "kanal", "-created_at"], name="scanstapel_kanal"),
        ]

    def __str__(self):
        return self.file_name

    @property
    def has_all_pages(self) -> bool:
        """Tell whether as many pages were found as somebody counted."""
        return self.seiten is not None and self.seiten == self.seiten_erwartet


class Scanprodukt(TenantModel):
    """A Dokument that was made of pages of a batch; what the guideline calls a scan product.

    `sha256` is the digest of its file, `nachscan_von` the one that was objected to before.
    """

    stapel = TenantForeignKey(Scanstapel, models.PROTECT, related_name="produkte")
    position = models.PositiveIntegerField()
    dokument = TenantOneToOneField(Dokument, models.PROTECT, related_name="scanprodukt")
    klasse = TenantForeignKey(Scanklasse, models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    seiten = models.JSONField(default=list)
    leer = models.JSONField(default=list)
    blaetter = models.JSONField(default=list)
    created_at = models.DateTimeField()
    nachscan_von = TenantForeignKey(
        "self", models.PROTECT, null=True, related_name="nachscans", editable=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "stapel", "position"], name="scanprodukt_place"
            ),
            models.UniqueConstraint(fields=["tenant", "dokument"], name="scanprodukt_dokument"),
        ]
        indexes = [
            models.Index(fields=["tenant", "klasse", "created_at"], name="scanprodukt_klasse"),
            models.Index(
                fields=["tenant", "nachscan_von"],
                name="scanprodukt_nachscan",
                condition=~Q(nachscan_von=None),
            ),
        ]
