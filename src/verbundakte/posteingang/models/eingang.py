"""An arrival with its number, its legal moment, its place, and all places it had before."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Dokument, Kontakt, Vorgang
from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
    Zone,
    ZonedQuerySet,
    tenant_manager,
)
from verbundakte.geschaeftsgang.models import Verfuegung
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.posteingang.models.kanal import Eingangskanal
from verbundakte.posteingang.rules import Stand, shown_number, stand_of


class Verschluss(models.TextChoices):
    """Who alone may open an Eingang; it goes there unopened."""

    OFFEN = "offen", "offen"
    PERSOENLICH = "persoenlich", "persönlich"
    VERTRAULICH = "vertraulich", "vertraulich"
    PERSONALRAT = "personalrat", "Personalrat"
    WAHL = "wahl", "Wahlbrief"
    VERGABE = "vergabe", "Vergabe"


class Weg(models.TextChoices):
    """How an Eingang came into the power of the authority, which makes the legal moment."""

    POST = "post", "Post"
    FRISTENBRIEFKASTEN = "fristenbriefkasten", "Fristenbriefkasten"
    BOTE = "bote", "Bote"
    SCHALTER = "schalter", "Abgabe am Schalter mit Empfangsbestätigung"
    ELEKTRONISCH = "elektronisch", "elektronisch"


class Eingang(TenantModel):
    """One arrival. Its content is a Dokument that lies in no Vorgang yet; paper that is not scanned
    and sealed post have none (then it is a Paketeintrag).

    `nachricht` is the digest of a Message-ID. `einheit` and `person` repeat the last Zuleitung,
    `done_at` that it was filed, merged or split (a check compares). `zone` is that of the Dokument:
    a trigger lets it follow, so that the rights of both agree. The column of `erfasst_at` has the
    name by which all lists are paged.
    """

    jahr = models.PositiveSmallIntegerField(editable=False)
    nummer = models.PositiveIntegerField(editable=False)
    kanal = TenantForeignKey(Eingangskanal, models.PROTECT, related_name="eingaenge")
    kennung = models.CharField(max_length=200, editable=False)
    nachricht = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    eingegangen_at = models.DateTimeField("Eingegangen")
    erfasst_at = models.DateTimeField("Erfasst", db_column="created_at", editable=False)
    erfasst_by = models.UUIDField(null=True, editable=False)
    absender = models.CharField("Absender", max_length=300, blank=True)
    kontakt = TenantForeignKey(
        Kontakt, models.PROTECT, null=True, related_name="+", verbose_name="Kontakt"
    )
    betreff = models.CharField("Betreff", max_length=500, blank=True)
    dokument = TenantOneToOneField(
        Dokument, models.PROTECT, null=True, related_name="eingang", editable=False
    )
    einheit = TenantForeignKey(
        Organisationseinheit, models.PROTECT, related_name="+", verbose_name="Einheit"
    )
    person = TenantForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="Person"
    )
    zone = TenantForeignKey(Zone, models.PROTECT, related_name="+")
    verschluss = models.CharField(
        "Verschluss", max_length=12, choices=Verschluss, default=Verschluss.OFFEN
    )
    oeffnen_ab = models.DateTimeField("Öffnen ab", null=True, blank=True)
    geoeffnet_at = models.DateTimeField(null=True, editable=False)
    weg = models.CharField("Weg", max_length=20, choices=Weg, blank=True)
    standort = models.CharField("Ort", max_length=200, blank=True)
    behaelter = models.CharField("Behälter", max_length=100, blank=True)
    seiten = models.PositiveIntegerField(null=True, editable=False)
    angaben = models.JSONField(default=dict, editable=False)
    spur = models.UUIDField(editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = tenant_manager(ZonedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kennung"], name="eingang_kennung"),
            models.UniqueConstraint(fields=["tenant", "jahr", "nummer"], name="eingang_nummer"),
            models.UniqueConstraint(fields=["tenant", "dokument"], name="eingang_dokument"),
        ]
        indexes = [
            models.Index(fields=["tenant", "-erfasst_at", "-id"], name="eingang_new"),
            models.Index(fields=["tenant", "zone", "-erfasst_at", "-id"], name="eingang_zone_new"),
            models.Index(fields=["tenant", "spur"], name="eingang_spur"),
            models.Index(
                fields=["tenant", "nachricht"],
                name="eingang_nachricht",
                condition=~Q(nachricht=""),
            ),
            models.Index(
                fields=["tenant", "absender"], name="eingang_absender", condition=~Q(absender="")
            ),
            models.Index(fields=["tenant", "kanal", "-erfasst_at"], name="eingang_kanal"),
            models.Index(
                fields=["tenant", "kontakt", "-erfasst_at"],
                name="eingang_kontakt",
                condition=~Q(kontakt=None),
            ),
            models.Index(
                fields=["tenant", "einheit", "eingegangen_at"],
                name="eingang_waiting",
                condition=Q(done_at=None),
            ),
            models.Index(
                fields=["tenant", "person", "eingegangen_at"],
                name="eingang_waiting_person",
                condition=Q(done_at=None) & ~Q(person=None),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.betreff}".strip()

    @property
    def number(self) -> str:
        """Return the number in the Posteingangsbuch."""
        return shown_number(self.jahr, self.nummer)

    @property
    def created_at(self):
        """Return the moment by which lists are paged."""
        return self.erfasst_at

    @property
    def stand(self) -> Stand:
        """Return where it stands; for one that was read by `queries`, with its last Zuleitung."""
        return stand_of(
            self.last_art,
            is_accepted=self.accepted_at is not None,
            is_done=self.done_at is not None,
            is_filed=self.is_filed,
        )

    @property
    def is_closed(self) -> bool:
        """Tell whether it goes unopened to a closed circle."""
        return self.verschluss != Verschluss.OFFEN


class ZuleitungArt(models.TextChoices):
    """Why an Eingang came to a place."""

    ERFASST = "erfasst", "erfasst"
    ZUGELEITET = "zugeleitet", "zugeleitet"
    WEITERGELEITET = "weitergeleitet", "weitergeleitet"
    ZURUECKGEGEBEN = "zurueckgegeben", "zurückgegeben"
    VERTRETUNG = "vertretung", "an die Vertretung gegeben"
    IRRLAEUFER = "irrlaeufer", "verschlossen weitergegeben"


class Zuleitung(TenantModel):
    """An Eingang came to a unit or a person; the last one (by `nummer`) says where it lies."""

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="zuleitungen")
    nummer = models.PositiveSmallIntegerField(default=1, db_default=1)
    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="+")
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    art = models.CharField(max_length=16, choices=ZuleitungArt)
    grund = models.CharField("Grund", max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "eingang", "nummer"], name="zuleitung_nummer")
        ]


class Eingangsreferenz(TenantModel):
    """The same arrival came on this way, too (one mail in five mailboxes)."""

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="referenzen")
    kanal = TenantForeignKey(Eingangskanal, models.PROTECT, related_name="+")
    fremde_kennung = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "eingang", "kanal", "fremde_kennung"],
                name="eingangsreferenz_once",
            )
        ]


class Ablage(TenantModel):
    """An Eingang went into a Vorgang; taking that back ends the row. So the Spur comes into it.

    `verfuegung`: the steps that followed from what a head had noted on it.
    """

    eingang = TenantForeignKey(Eingang, models.PROTECT, related_name="ablagen")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, related_name="ablagen")
    verfuegung = TenantForeignKey(Verfuegung, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "eingang"], condition=Q(undone_at=None), name="ablage_once"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "vorgang", "at"], name="ablage_vorgang"),
            models.Index(fields=["tenant", "eingang", "at"], name="ablage_eingang"),
        ]
