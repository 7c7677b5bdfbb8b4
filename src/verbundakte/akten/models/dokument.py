"""A Dokument with its Fassungen and Dateien (xdomea: Dokument, Version, Primaerdokument)."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.akte import Akte, medium_field, vertraulichkeit_field
from verbundakte.akten.models.newest import newest
from verbundakte.akten.models.typ import Dokumenttyp
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import (
    Blob,
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    Zone,
    ZonedQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models import Organisationseinheit


class Dokument(TenantModel):
    """Lies in a Vorgang, or is not yet assigned. An Anlage is a Dokument of a Dokument.

    `akte` repeats the Vorgang's Akte so that lists of a whole Akte need no join.
    """

    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="dokumente")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="dokumente")
    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="anlagen")
    position = models.PositiveIntegerField("Nummer", default=0)
    kennzeichen = models.CharField("Nummer", max_length=120, blank=True, editable=False)
    betreff = models.CharField("Betreff", max_length=500)
    betreff_folded = models.TextField(editable=False)
    dokumenttyp = TenantForeignKey(
        Dokumenttyp, models.PROTECT, related_name="dokumente", verbose_name="Art"
    )
    federfuehrung = TenantForeignKey(Organisationseinheit, models.PROTECT, null=True)
    zone = TenantForeignKey(Zone, models.PROTECT)
    posteingangsdatum = models.DateField("Posteingangsdatum", null=True, blank=True)
    postausgangsdatum = models.DateField("Postausgangsdatum", null=True, blank=True)
    datum_des_schreibens = models.DateField("Datum des Schreibens", null=True, blank=True)
    fremdes_geschaeftszeichen = models.CharField(
        "Fremdes Geschäftszeichen", max_length=120, blank=True
    )
    absender = models.CharField("Absender", max_length=300, blank=True)
    empfaenger = models.CharField("Empfänger", max_length=300, blank=True)
    bezug = models.CharField("Bezug", max_length=300, blank=True)
    bearbeiter = models.CharField("Bearbeitet von", max_length=200, blank=True, db_default="")
    medium = medium_field()
    vertraulichkeit = vertraulichkeit_field()
    bemerkung = models.TextField("Bemerkung", blank=True)
    trashed_at = models.DateTimeField(null=True)
    trashed_by = models.UUIDField(null=True)
    erased_at = models.DateTimeField(null=True)
    is_entwurf = models.BooleanField("Entwurf", default=False)
    spur = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    objects = tenant_manager(ZonedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "vorgang", "position"],
                condition=Q(parent=None) & ~Q(vorgang=None),
                name="dokument_position",
            ),
            models.UniqueConstraint(
                fields=["tenant", "kennzeichen"],
                condition=~Q(kennzeichen=""),
                name="dokument_kennzeichen",
            ),
        ]
        indexes = [
            newest("dok_newest", beside=["zone"]),
            newest("dok_zone_newest", "zone", beside=["trashed_at"]),
            newest("dok_akte_newest", "akte", beside=["zone", "trashed_at", "parent"]),
            models.Index(fields=["tenant", "vorgang", "-position"], name="dok_vorgang"),
            models.Index(fields=["tenant", "parent"], name="dok_parent"),
            models.Index(
                fields=["tenant", "trashed_at"], name="dok_trashed", condition=~Q(trashed_at=None)
            ),
            models.Index(fields=["tenant", "dokumenttyp"], name="dok_typ"),
            models.Index(
                fields=["tenant", "created_by", "-created_at"],
                name="dok_entwurf",
                condition=Q(is_entwurf=True),
            ),
        ]

    def __str__(self):
        return self.betreff


class FassungQuerySet(TenantQuerySet):
    """Fassungen."""

    def standing(self):
        """Those that count, the newest first: not withdrawn."""
        return self.filter(withdrawn_at=None).order_by("-nummer")


class Fassung(TenantModel):
    """An immutable state of a Dokument (xdomea: Version).

    One that was filed by mistake is withdrawn: it stays, bytes and all, and the one before counts again.
    """

    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="fassungen")
    nummer = models.PositiveIntegerField()
    bemerkung = models.CharField(max_length=300, blank=True)
    spur = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_because = models.CharField("Grund", max_length=300, blank=True, db_default="")

    objects = tenant_manager(FassungQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "dokument", "nummer"], name="fassung_nummer")
        ]


class Datei(TenantModel):
    """The original of a Fassung, unchanged. What was found out about it stands beside it."""

    fassung = TenantForeignKey(Fassung, models.PROTECT, related_name="dateien")
    blob = TenantForeignKey(Blob, models.PROTECT, related_name="dateien")
    file_name = models.TextField()
    source_path = models.TextField(blank=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120, blank=True)
    format_name = models.CharField(max_length=80, blank=True)
    pages = models.PositiveIntegerField(null=True)
    hinweise = models.JSONField(default=list)
    properties = models.JSONField(default=dict)
    ingested_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "fassung"], name="datei_fassung"),
            models.Index(fields=["tenant", "blob"], name="datei_blob"),
            models.Index(  # few have any; each desk asks for them
                fields=["tenant", "fassung"], condition=~models.Q(hinweise=[]), name="datei_hinweise"
            ),
        ]


class RenditionKind(models.TextChoices):
    """What is derived from an original."""

    PDF = "pdf", "Lesefassung"
    THUMBNAIL = "thumbnail", "Vorschaubild"
    WORDS = "words", "Wortpositionen der Texterkennung"
    INHALT = "inhalt", "Dateien, die darin stecken"
    PDFA = "pdfa", "PDF/A"


class Rendition(TenantModel):
    """A derived object with the tool that made it; can be made anew at any time."""

    datei = TenantForeignKey(Datei, models.PROTECT, related_name="renditions")
    kind = models.CharField(max_length=12, choices=RenditionKind)
    page = models.PositiveIntegerField(default=0)
    blob = TenantForeignKey(Blob, models.PROTECT, null=True)
    media_type = models.CharField(max_length=120, blank=True)
    tool = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "datei", "kind", "page"], name="rendition_once"
            )
        ]


class Seitentext(TenantModel):
    """The text of one page, as found in the file or recognised."""

    datei = TenantForeignKey(Datei, models.PROTECT, related_name="seitentexte")
    page = models.PositiveIntegerField()
    text = models.TextField()
    is_recognised = models.BooleanField(default=False)
    confidence = models.PositiveSmallIntegerField(null=True)
    tool = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "datei", "page"], name="seitentext_page")
        ]
