"""What is proven of scans that replace paper (TR-RESISCAN). Rows of these tables are never changed."""

from django.db import models
from django.db.models import Q

from verbundakte.core.models import Blob, TenantForeignKey, TenantModel, TenantOneToOneField
from verbundakte.organisation.models import Person
from verbundakte.posteingang.models.scan import Scanklasse, Scanprodukt, Scanstapel


class Mangel(models.TextChoices):
    """What is wrong with a scan."""

    UNLESERLICH = "unleserlich", "nicht lesbar"
    UNVOLLSTAENDIG = "unvollstaendig", "Seiten fehlen"
    ABGESCHNITTEN = "abgeschnitten", "abgeschnitten oder verdeckt"
    REIHENFOLGE = "reihenfolge", "falsche Reihenfolge oder fremde Seiten"
    FARBE = "farbe", "Farben oder Marken gehen verloren"
    SONSTIGES = "sonstiges", "etwas anderes"


class Stichprobe(TenantModel):
    """A sample of the scans of a class, and by what it was drawn, so that it can be drawn again."""

    klasse = TenantForeignKey(Scanklasse, models.PROTECT, related_name="stichproben")
    seed = models.CharField(max_length=64)
    prozent = models.PositiveSmallIntegerField()
    mindestens = models.PositiveIntegerField()
    umfang = models.PositiveIntegerField()
    gezogen = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "klasse", "-created_at"], name="stichprobe_klasse"),
            models.Index(fields=["tenant", "-created_at"], name="stichprobe_new"),
        ]


class Stichprobenlos(TenantModel):
    """A scan from which a sample was drawn; `is_drawn`: it is looked at."""

    stichprobe = TenantForeignKey(Stichprobe, models.PROTECT, related_name="lose")
    produkt = TenantOneToOneField(Scanprodukt, models.PROTECT, related_name="los")
    is_drawn = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "produkt"], name="stichprobenlos_produkt")
        ]
        indexes = [
            models.Index(fields=["tenant", "stichprobe", "is_drawn"], name="stichprobenlos_drawn")
        ]


class Sichtpruefung(TenantModel):
    """Somebody looked at each page of a scan, and found it right or objected to it."""

    produkt = TenantForeignKey(Scanprodukt, models.PROTECT, related_name="pruefungen")
    is_in_ordnung = models.BooleanField()
    mangel = models.CharField("Mangel", max_length=16, choices=Mangel, blank=True)
    bemerkung = models.CharField("Bemerkung", max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "produkt", "-at"], name="sichtpruefung_produkt"),
            models.Index(fields=["tenant", "-at"], name="sichtpruefung_at"),
        ]


class Transfervermerk(TenantModel):
    """The statement that a scan shows what the paper shows (A.NB.4), bound to the file's digest.

    `angaben` are its fields, `xml_sha256` the digest of their XML form; the event that wrote it stands
    in the town's hash chain. A seal is a row of its own beside it.
    """

    produkt = TenantOneToOneField(Scanprodukt, models.PROTECT, related_name="transfervermerk")
    sha256 = models.CharField(max_length=64)
    angaben = models.JSONField()
    xml_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "produkt"], name="transfervermerk_produkt")
        ]
        indexes = [models.Index(fields=["tenant", "created_at"], name="transfervermerk_at")]


class Vermerksiegel(TenantModel):
    """The town's seal over the XML of a Transfervermerk, or that one is waited for, and why.

    `blob` holds the signature (CAdES, DER); without one nothing is sealed yet.
    """

    vermerk = TenantOneToOneField(Transfervermerk, models.PROTECT, related_name="siegel")
    blob = TenantForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    inhaber = models.CharField("Gesiegelt von", max_length=300, blank=True)
    zeitstempel_at = models.DateTimeField("Zeitstempel", null=True)
    zeitstempeldienst = models.CharField("Zeitstempeldienst", max_length=200, blank=True)
    problem = models.CharField(max_length=400, blank=True)
    ordered_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "vermerk"], name="vermerksiegel_vermerk")
        ]
        indexes = [
            models.Index(
                fields=["tenant", "ordered_at"],
                name="vermerksiegel_open",
                condition=Q(blob=None),
            )
        ]


class Vernichtung(TenantModel):
    """The protocol that the paper of a batch was destroyed: when, how, by whom."""

    stapel = TenantOneToOneField(Scanstapel, models.PROTECT, related_name="vernichtung")
    verfahren = models.CharField("Verfahren", max_length=200)
    durch = models.CharField("Durchgeführt von", max_length=200)
    on = models.DateField("Vernichtet am")
    seiten = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "stapel"], name="vernichtung_stapel")
        ]


class Scanpseudonym(TenantModel):
    """How a person who scans is called in Transfervermerke; resolved only for an audit."""

    person = TenantOneToOneField(Person, models.PROTECT, related_name="scanpseudonym")
    kennung = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "person"], name="scanpseudonym_person"),
            models.UniqueConstraint(fields=["tenant", "kennung"], name="scanpseudonym_kennung"),
        ]


class Verfahrensdokumentation(TenantModel):
    """How scanning is done here, as it was configured at a moment; Transfervermerke name its number."""

    nummer = models.PositiveIntegerField()
    angaben = models.JSONField()
    blob = TenantForeignKey(Blob, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "nummer"], name="verfahrensdokumentation_nummer"
            )
        ]
