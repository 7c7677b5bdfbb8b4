"""A step of a Verfügung, and the ways in which it ends; what happened to it is always a row."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Dokument, Fassung
from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    TenantOneToOneField,
    TenantQuerySet,
    tenant_manager,
)
from verbundakte.geschaeftsgang.models.handlung import Handlung
from verbundakte.geschaeftsgang.models.verfuegung import Verfuegung
from verbundakte.organisation.models import Organisationseinheit, Person, Stelle


class SchrittArt(models.TextChoices):
    """What is asked of the addressee."""

    KENNTNIS = "kenntnis", "Kenntnisnahme"
    BEARBEITUNG = "bearbeitung", "Bearbeitung"
    STELLUNGNAHME = "stellungnahme", "Stellungnahme"
    EINVERNEHMEN = "einvernehmen", "Einvernehmen"
    BENEHMEN = "benehmen", "Benehmen"
    BESCHLUSS = "beschluss", "Beschluss"
    MITZEICHNUNG = "mitzeichnung", "Mitzeichnung"
    SCHLUSSZEICHNUNG = "schlusszeichnung", "Schlusszeichnung"
    VERSAND = "versand", "Versand"
    WIEDERVORLAGE = "wiedervorlage", "Wiedervorlage"
    ZDA = "zda", "z. d. A."
    VERMERK = "vermerk", "Vermerk"


class Rollenname(models.TextChoices):
    """Roles in a route; who that is, is found out when the step begins."""

    VERFASSER = "verfasser", "Wer verfügt"
    SACHBEARBEITUNG = "sachbearbeitung", "Sachbearbeitung des Vorgangs"
    FEDERFUEHRUNG = "federfuehrung", "Federführende Einheit"
    LEITUNG = "leitung", "Leitung der federführenden Einheit"
    VORGESETZTE = "vorgesetzte", "Leitung dessen, der verfügt"
    AMTSLEITUNG = "amtsleitung", "Leitung über der federführenden Einheit"


SIGNED = (SchrittArt.MITZEICHNUNG, SchrittArt.SCHLUSSZEICHNUNG)


class SchrittQuerySet(TenantQuerySet):
    """Steps of the open town."""

    def open(self):
        """Return those whose turn it is."""
        return self.filter(ended_at=None).exclude(begun_at=None)

    def on_desks(self):
        """Return those that wait in the queues; a line "Wv." waits as its Wiedervorlage."""
        return self.open().exclude(art=SchrittArt.WIEDERVORLAGE)

    def not_over(self):
        """Return those whose turn it is or will be."""
        return self.filter(ended_at=None)


class Schritt(TenantModel):
    """`stufe`: the same means side by side, rising one after the other. `position` orders the lines.

    Exactly one addressee: person, Stelle, unit, outside authority (`aussen`), or a `rolle` that
    becomes one of them when its turn comes. `begun_at` is when its turn came; `ended_at` repeats
    that one of the rows that end it exists. `platz` is the desk on which it lies (person, Stelle or
    unit; for an outside authority who drew up the Verfügung), `rang` its order there
    (rules.rang_of); a check compares. `vorgaenger`: the step that this one asks again.
    """

    verfuegung = TenantForeignKey(Verfuegung, models.PROTECT, related_name="schritte")
    position = models.PositiveIntegerField("Nummer")
    stufe = models.PositiveIntegerField("Stufe")
    art = models.CharField("Art", max_length=16, choices=SchrittArt)
    person = TenantForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="Person"
    )
    stelle = TenantForeignKey(
        Stelle, models.PROTECT, null=True, related_name="+", verbose_name="Stelle"
    )
    einheit = TenantForeignKey(
        Organisationseinheit, models.PROTECT, null=True, related_name="+", verbose_name="Einheit"
    )
    aussen = models.CharField("Andere Behörde", max_length=300, blank=True)
    rolle = models.CharField("Rolle", max_length=40, blank=True)
    text = models.CharField("Text", max_length=1000, blank=True)
    dokument = TenantForeignKey(
        Dokument, models.PROTECT, null=True, related_name="+", verbose_name="Dokument"
    )
    frist_on = models.DateField("Frist", null=True, blank=True)
    frist_tage = models.PositiveSmallIntegerField("Frist in Tagen", null=True, blank=True)
    is_eilig = models.BooleanField("Eilt", default=False)
    vorgaenger = TenantForeignKey("self", models.PROTECT, null=True, related_name="nachfolger")
    added_at = models.DateTimeField(editable=False)
    added_by = models.UUIDField(null=True, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    platz = models.UUIDField(null=True, editable=False)
    rang = models.IntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = tenant_manager(SchrittQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "verfuegung", "position"],
                name="schritt_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, stelle=None, einheit=None, aussen="")
                    | Q(person=None, stelle__isnull=False, einheit=None, aussen="")
                    | Q(person=None, stelle=None, einheit__isnull=False, aussen="")
                    | (Q(person=None, stelle=None, einheit=None) & ~Q(aussen=""))
                    | (Q(person=None, stelle=None, einheit=None, aussen="") & ~Q(rolle=""))
                ),
                name="schritt_one_addressee",
            ),
            models.CheckConstraint(
                condition=Q(aussen="") | ~Q(art__in=SIGNED), name="schritt_aussen_never_signs"
            ),
            models.CheckConstraint(
                condition=Q(begun_at=None) | Q(platz__isnull=False), name="schritt_lies_somewhere"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "platz", "rang", "id"],
                name="schritt_waiting",
                condition=Q(ended_at=None) & ~Q(begun_at=None),
            ),
            models.Index(
                fields=["tenant", "verfuegung"],
                name="schritt_not_over",
                condition=Q(ended_at=None),
            ),
            models.Index(
                fields=["tenant", "dokument"],
                name="schritt_dokument",
                condition=~Q(dokument=None),
            ),
        ]

    def __str__(self):
        return f"{self.get_art_display()} {self.adressat}".strip()

    @property
    def adressat(self) -> str:
        """Return whom it is addressed to, in words; a role that is not resolved yet as its name."""
        found = self.person or self.stelle or self.einheit
        if found or self.aussen:
            return str(found or self.aussen)
        return Rollenname(self.rolle).label if self.rolle in Rollenname.values else self.rolle

    @property
    def is_signed(self) -> bool:
        """Tell whether it ends with a Zeichnung."""
        return self.art in SIGNED


class Ergebnis(models.TextChoices):
    """How a step was done; a Gremium decides, rejects or puts off."""

    ERLEDIGT = "erledigt", "erledigt"
    KENNTNIS = "kenntnis", "zur Kenntnis genommen"
    ZUGESTIMMT = "zugestimmt", "zugestimmt"
    BEMERKUNG = "bemerkung", "zugestimmt mit Bemerkung"
    ABGELEHNT = "abgelehnt", "nicht mitgezeichnet"
    HERGESTELLT = "hergestellt", "hergestellt"
    VERSAGT = "versagt", "versagt"
    BESCHLOSSEN = "beschlossen", "beschlossen"
    VERWORFEN = "verworfen", "abgelehnt"
    VERTAGT = "vertagt", "vertagt"


class Erledigung(Handlung):
    """A step was done. `person` is who signed or did it, also where another booked it from paper.

    `fassung`: what was shown. `erfasst_*`: who booked what was signed in ink or answered by an
    authority, `gezeichnet_on` the day that stands there. `uebernommen_grund`: the head of the unit did
    it in place of the addressee.
    """

    schritt = TenantOneToOneField(Schritt, models.PROTECT, related_name="erledigung")
    ergebnis = models.CharField(max_length=12, choices=Ergebnis)
    bemerkung = models.TextField("Bemerkung", blank=True)
    fassung = TenantForeignKey(Fassung, models.PROTECT, null=True, related_name="+")
    is_papier = models.BooleanField(default=False)
    gezeichnet_on = models.DateField(null=True)
    erfasst_by = models.UUIDField(null=True)
    erfasst_name = models.CharField(max_length=300, blank=True)
    uebernommen_grund = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "schritt"], name="erledigung_once"),
            models.CheckConstraint(
                condition=~Q(ergebnis=Ergebnis.ABGELEHNT) | ~Q(bemerkung=""),
                name="dissent_has_reason",
            ),
        ]


class Zurueckgabe(Handlung):
    """A step was given back with a reason; `an` is the step that answers it, `erneut` asks again."""

    schritt = TenantOneToOneField(Schritt, models.PROTECT, related_name="zurueckgabe")
    grund = models.CharField("Grund", max_length=1000)
    an = TenantForeignKey(Schritt, models.PROTECT, null=True, related_name="+")
    erneut = TenantForeignKey(Schritt, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "schritt"], name="zurueckgabe_once")
        ]


class Uebergehung(Handlung):
    """A step was passed over with a reason."""

    schritt = TenantOneToOneField(Schritt, models.PROTECT, related_name="uebergehung")
    grund = models.CharField("Grund", max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "schritt"], name="uebergehung_once")
        ]


class Rueckruf(Handlung):
    """A step was called back by whoever drew up the Verfügung."""

    schritt = TenantOneToOneField(Schritt, models.PROTECT, related_name="rueckruf")
    grund = models.CharField("Grund", max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "schritt"], name="rueckruf_once")]


class Leserecht(TenantModel):
    """A Freigabe to read the Vorgang, given because of a step; it ends thirty days after the step."""

    schritt = TenantForeignKey(Schritt, models.PROTECT, related_name="leserechte")
    freigabe = models.UUIDField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "schritt", "freigabe"], name="leserecht_once")
        ]
        indexes = [
            models.Index(
                fields=["tenant", "ends_on"], name="leserecht_ends", condition=~Q(ends_on=None)
            )
        ]
