"""Kontakte: persons and organisations outside the town hall, and their part in files (xdomea:
NatuerlichePerson, Organisation, Kontakt)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from verbundakte.akten.models.akte import Akte
from verbundakte.akten.models.aktenplan import Geheimnisklasse
from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantQuerySet,
    Zone,
    tenant_manager,
)

SUBJECTS = ("akte", "vorgang", "dokument")


class KontaktArt(models.TextChoices):
    """Who a Kontakt is."""

    NATUERLICH = "natuerlich", "Person"
    JURISTISCH = "juristisch", "Organisation"


class KontaktQuerySet(TenantQuerySet):
    """Kontakte of the open town."""

    def visible_to(self, actor):
        """Return those that take part in something the actor may read, those open to everybody,
        and those that take part in nothing and lie in one of her zones."""
        zones = actor.zones_read
        if zones is None:
            return self
        parts = Beteiligung.objects.filter(kontakt=OuterRef("pk"))
        visible = Q(akte__zone__in=zones) | Q(vorgang__zone__in=zones) | Q(dokument__zone__in=zones)
        return self.filter(
            Q(is_allgemein=True)
            | Exists(parts.filter(visible))
            | (~Exists(parts) & Q(zone__in=zones))
        )


class Kontakt(TenantModel):
    """A person or organisation. `zone` says who may change it; `geheimnisklasse` is that of the
    files it belongs to, and it belongs to no others. `is_allgemein`: all employees see it."""

    art = models.CharField("Art", max_length=10, choices=KontaktArt)
    anrede = models.CharField("Anrede", max_length=40, blank=True)
    vorname = models.CharField("Vorname", max_length=120, blank=True)
    name = models.CharField("Name", max_length=200)
    name_folded = models.CharField(max_length=340, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)
    geboren_on = models.DateField("Geburtsdatum", null=True, blank=True)
    bemerkung = models.TextField("Bemerkung", blank=True)
    zone = TenantForeignKey(Zone, models.PROTECT)
    geheimnisklasse = models.CharField(max_length=20, choices=Geheimnisklasse, blank=True)
    is_allgemein = models.BooleanField("Für alle Beschäftigten sichtbar", default=False)
    is_gesperrt = models.BooleanField("Auskunftssperre (§ 51 BMG)", default=False)
    gesperrt_until = models.DateField("Auskunftssperre bis", null=True, blank=True)
    merged_into = TenantForeignKey("self", models.PROTECT, null=True, related_name="merged")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    objects = tenant_manager(KontaktQuerySet)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "sort_key", "id"], name="kontakt_sort"),
            models.Index(
                fields=["tenant", "name_folded"],
                opclasses=["int4_ops", "text_pattern_ops"],
                name="kontakt_name_prefix",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.vorname}" if self.vorname else self.name


class Anschrift(TenantModel):
    """A place where a Kontakt can be written to."""

    kontakt = TenantForeignKey(Kontakt, models.PROTECT, related_name="anschriften")
    zusatz = models.CharField("Zusatz", max_length=200, blank=True)
    strasse = models.CharField("Straße und Hausnummer", max_length=200, blank=True)
    plz = models.CharField("PLZ", max_length=12, blank=True)
    ort = models.CharField("Ort", max_length=120, blank=True)
    land = models.CharField("Land", max_length=80, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "kontakt"], name="anschrift_kontakt")]

    def __str__(self):
        place = f"{self.plz} {self.ort}".strip()
        return ", ".join(filter(None, (self.zusatz, self.strasse, place, self.land)))


class KanalArt(models.TextChoices):
    """Ways to reach somebody other than by post."""

    TELEFON = "telefon", "Telefon"
    MOBIL = "mobil", "Mobiltelefon"
    EMAIL = "email", "E-Mail"
    FAX = "fax", "Fax"
    POSTFACH = "postfach", "Elektronisches Postfach"


class Kanal(TenantModel):
    """One number or address of a Kontakt."""

    kontakt = TenantForeignKey(Kontakt, models.PROTECT, related_name="kanaele")
    art = models.CharField("Art", max_length=10, choices=KanalArt)
    wert = models.CharField("Nummer oder Adresse", max_length=200)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "kontakt"], name="kanal_kontakt")]


class Beteiligtenrolle(models.TextChoices):
    """As what a Kontakt takes part."""

    ANTRAGSTELLER = "antragsteller", "Antragsteller"
    BEVOLLMAECHTIGTER = "bevollmaechtigter", "Bevollmächtigter"
    BETROFFENER = "betroffener", "Betroffener"
    NACHBAR = "nachbar", "Nachbar"
    BEHOERDE = "behoerde", "beteiligte Behörde"
    ABSENDER = "absender", "Absender"
    EMPFAENGER = "empfaenger", "Empfänger"
    SONSTIGE = "sonstige", "sonstige Beteiligung"


class Beteiligung(TenantModel):
    """A Kontakt takes part in an Akte, a Vorgang or a Dokument in a role."""

    kontakt = TenantForeignKey(Kontakt, models.PROTECT, related_name="beteiligungen")
    rolle = models.CharField("Rolle", max_length=20, choices=Beteiligtenrolle)
    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="beteiligungen")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="beteiligungen")
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="beteiligungen")
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(akte=None, vorgang=None, dokument__isnull=False)
                | Q(akte=None, vorgang__isnull=False, dokument=None)
                | Q(akte__isnull=False, vorgang=None, dokument=None),
                name="beteiligung_one_subject",
            ),
            models.UniqueConstraint(
                fields=["tenant", "kontakt", "rolle", "akte", "vorgang", "dokument"],
                nulls_distinct=False,
                name="beteiligung_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", name], name=f"beteiligung_{name}", condition=~Q(**{name: None})
            )
            for name in SUBJECTS
        ]

    @property
    def subject(self) -> Akte | Vorgang | Dokument:
        """What the Kontakt takes part in."""
        return self.akte or self.vorgang or self.dokument


class Zusammenfuehrung(TenantModel):
    """Two Kontakte were one; `moved` says what came over, so that it can be taken back."""

    into = TenantForeignKey(Kontakt, models.PROTECT, related_name="zusammenfuehrungen")
    other = TenantForeignKey(Kontakt, models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "into"], name="zusammenfuehrung_into")]
