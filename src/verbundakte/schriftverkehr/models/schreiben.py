"""What is written, to whom, with what enclosed, and its final version."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Dokument, Fassung, Kontakt
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantOneToOneField
from verbundakte.organisation.models import Person, Stelle
from verbundakte.schriftverkehr.models.serie import Briefserie
from verbundakte.schriftverkehr.models.vorlage import Briefkopf, Briefvorlage


class Form(models.TextChoices):
    """Where a Schreiben is written."""

    BRIEF = "brief", "hier im Browser"
    DATEI = "datei", "in Writer oder Word"


class Schreiben(TenantModel):
    """What is being written. Betreff, date, Art and rights are those of its Dokument.

    `angaben` are the answers to the fields of the Vorlage, `inhalt` the blocks of the letter (both
    empty where it is written in an office program). `person` signs from her `stelle`. `bezug` is the
    letter it answers.
    """

    dokument = TenantOneToOneField(
        Dokument, models.PROTECT, related_name="schreiben", editable=False
    )
    form = models.CharField(max_length=8, choices=Form, default=Form.BRIEF, editable=False)
    vorlage = TenantForeignKey(
        Briefvorlage, models.PROTECT, null=True, related_name="schreiben", verbose_name="Vorlage"
    )
    briefkopf = TenantForeignKey(
        Briefkopf, models.PROTECT, null=True, related_name="+", verbose_name="Briefkopf"
    )
    person = TenantForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="Unterzeichnet von"
    )
    stelle = TenantForeignKey(
        Stelle, models.PROTECT, null=True, related_name="+", verbose_name="Stelle"
    )
    bezug = TenantForeignKey(
        Dokument, models.PROTECT, null=True, related_name="antworten", verbose_name="Antwort auf"
    )
    serie = TenantForeignKey(
        Briefserie, models.PROTECT, null=True, related_name="schreiben", editable=False
    )
    angaben = models.JSONField("Angaben", default=dict, editable=False)
    inhalt = models.JSONField("Text", default=list, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "dokument"], name="schreiben_dokument")
        ]
        indexes = [
            models.Index(
                fields=["tenant", "serie"], name="schreiben_serie", condition=~Q(serie=None)
            ),
            models.Index(
                fields=["tenant", "bezug"], name="schreiben_bezug", condition=~Q(bezug=None)
            ),
        ]

    def __str__(self):
        return self.dokument.betreff

    @property
    def zone_id(self) -> int:
        """The zone that says who may read and change it: that of its Dokument."""
        return self.dokument.zone_id


class Empfaengerart(models.TextChoices):
    """As what somebody gets a letter."""

    ORIGINAL = "original", "Original"
    AUSFERTIGUNG = "ausfertigung", "Ausfertigung"
    DURCHSCHRIFT = "durchschrift", "Durchschrift"
    NACHRICHTLICH = "nachrichtlich", "nachrichtlich"


class Weg(models.TextChoices):
    """On which way a letter leaves the house."""

    POST = "post", "Post"
    UEBERGABE = "uebergabe", "Übergabe"
    HAUSPOST = "hauspost", "Hauspost"
    EMAIL = "email", "E-Mail"
    FAX = "fax", "Fax"
    PORTAL = "portal", "Bürgerportal"
    BEBPO = "bebpo", "Behördenpostfach"


class Zustellart(models.TextChoices):
    """How the receipt is proven where the law demands it (Verwaltungszustellungsgesetz)."""

    KEINE = "", "keine förmliche Zustellung"
    PZU = "pzu", "Postzustellungsurkunde"
    UEBERGABE_EINSCHREIBEN = "uebergabe_einschreiben", "Übergabe-Einschreiben"
    RUECKSCHEIN = "rueckschein", "Einschreiben mit Rückschein"
    EMPFANGSBEKENNTNIS = "empfangsbekenntnis", "Empfangsbekenntnis"
    BOTE = "bote", "Zustellung durch die Behörde"
    OEFFENTLICH = "oeffentlich", "öffentliche Zustellung"


class Empfaenger(TenantModel):
    """To whom a letter goes. `anschrift` holds the lines of the address field as they are written;
    `adresse` is the electronic address, `anrede` the salutation."""

    schreiben = TenantForeignKey(Schreiben, models.PROTECT, related_name="empfaenger")
    position = models.PositiveSmallIntegerField(default=1)
    art = models.CharField(
        "Art", max_length=16, choices=Empfaengerart, default=Empfaengerart.ORIGINAL
    )
    kontakt = TenantForeignKey(
        Kontakt, models.PROTECT, null=True, related_name="+", verbose_name="Kontakt"
    )
    name = models.CharField("Name", max_length=300)
    anschrift = models.TextField("Anschrift", blank=True)
    adresse = models.CharField("Elektronische Adresse", max_length=200, blank=True)
    anrede = models.CharField("Anrede", max_length=200, blank=True)
    weg = models.CharField("Weg", max_length=12, choices=Weg, default=Weg.POST)
    zustellart = models.CharField("Zustellung", max_length=24, choices=Zustellart, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "schreiben", "position"], name="empfaenger_position"
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "kontakt"], name="empfaenger_kontakt", condition=~Q(kontakt=None)
            )
        ]

    def __str__(self):
        return self.name


class Beilage(TenantModel):
    """What goes along to one Empfaenger: a Dokument of the Vorgang, or paper that is named."""

    empfaenger = TenantForeignKey(Empfaenger, models.PROTECT, related_name="beilagen")
    position = models.PositiveSmallIntegerField(default=1)
    dokument = TenantForeignKey(
        Dokument, models.PROTECT, null=True, related_name="+", verbose_name="Dokument"
    )
    papier = models.CharField("Papier beigefügt", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "empfaenger", "position"], name="beilage_position"
            ),
            models.CheckConstraint(
                condition=(Q(dokument=None) & ~Q(papier="")) | Q(dokument__isnull=False, papier=""),
                name="beilage_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "dokument"], name="beilage_dokument", condition=~Q(dokument=None)
            )
        ]


class Reinschrift(TenantModel):
    """The final version of a Schreiben: its existence freezes it, until it is withdrawn.

    `zeichnung` is the form in which it is signed ("In Vertretung"), `gezeichnet` name and Stelle, both
    as they were at that moment; `satz` is the whole letter (JSON), from which the other Empfaenger get
    theirs.
    """

    schreiben = TenantForeignKey(Schreiben, models.PROTECT, related_name="reinschriften")
    fassung = TenantForeignKey(Fassung, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    zeichnung = models.CharField(max_length=40, blank=True)
    gezeichnet = models.CharField(max_length=300, blank=True)
    satz = models.JSONField(default=dict, db_default={})
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "schreiben"],
                condition=Q(withdrawn_at=None),
                name="reinschrift_once",
            )
        ]


class Exemplar(TenantModel):
    """The Reinschrift as another Empfaenger gets it: with her address, her Anlagen and what it is
    called ("Ausfertigung für ..."). `dokument` is an Anlage of the letter, bound by its SHA-256."""

    reinschrift = TenantForeignKey(Reinschrift, models.PROTECT, related_name="exemplare")
    empfaenger = TenantForeignKey(Empfaenger, models.PROTECT, null=True, related_name="exemplare")
    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="exemplare")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "dokument"], name="exemplar_dokument")
        ]
        indexes = [
            models.Index(fields=["tenant", "reinschrift"], name="exemplar_reinschrift"),
            models.Index(fields=["tenant", "empfaenger"], name="exemplar_empfaenger"),
        ]
