"""What comes up again on a day: Wiedervorlage, Aufgabe, Frist; what they have in common."""

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel, TenantQuerySet, tenant_manager
from verbundakte.geschaeftsgang.models.schritt import Schritt
from verbundakte.organisation.models import Organisationseinheit, Person


class TerminQuerySet(TenantQuerySet):
    """Termine of the open town."""

    def open(self):
        """Return those that are neither done nor withdrawn."""
        return self.filter(done_at=None, withdrawn_at=None)

    def visible_to(self, actor):
        """Return those whose Akte, Vorgang and Dokument the actor may read, as far as they name one."""
        zones = actor.zones_read
        if zones is None:
            return self
        seen = Q(akte=None) | Q(akte__zone_id__in=zones)
        seen &= Q(vorgang=None) | Q(vorgang__zone_id__in=zones)
        seen &= Q(dokument=None) | Q(dokument__zone_id__in=zones)
        return self.filter(seen)


class Termin(TenantModel):
    """Something of an Akte or a Vorgang (or one Dokument of it) that is due for somebody on a day.

    For a person, or for whoever of a unit sees to it. `done_at` and `withdrawn_at` end it.
    """

    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="+")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="+")
    dokument = TenantForeignKey(
        Dokument, models.PROTECT, null=True, related_name="+", verbose_name="Dokument"
    )
    person = TenantForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="Für"
    )
    einheit = TenantForeignKey(
        Organisationseinheit, models.PROTECT, null=True, related_name="+", verbose_name="Für"
    )
    text = models.CharField("Wozu", max_length=500, blank=True)
    due_on = models.DateField("Am")
    at = models.DateTimeField(editable=False)
    by = models.UUIDField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.UUIDField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.UUIDField(null=True, editable=False)
    grund = models.CharField("Grund", max_length=500, blank=True)

    objects = tenant_manager(TerminQuerySet)

    art = ""

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.due_on:%d.%m.%Y}"

    @property
    def subject(self) -> Akte | Vorgang | Dokument:
        """Return what it is about: the Dokument where it names one, else Vorgang or Akte."""
        return self.dokument or self.vorgang or self.akte

    @property
    def is_open(self) -> bool:
        """Tell whether it is neither done nor withdrawn."""
        return self.done_at is None and self.withdrawn_at is None

    def is_of(self, person: UUID, einheiten) -> bool:
        """Tell whether it lies with this person or with a unit of hers."""
        return self.person_id == person or (self.person_id is None and self.einheit_id in einheiten)


def _checks(name: str) -> list:
    for_one = Q(person__isnull=False, einheit=None) | Q(person=None, einheit__isnull=False)
    return [
        models.CheckConstraint(condition=for_one, name=f"{name}_for_one"),
        models.CheckConstraint(
            condition=Q(akte__isnull=False, vorgang=None, dokument=None)
            | Q(akte=None, vorgang__isnull=False),
            name=f"{name}_about_one",
        ),
        models.CheckConstraint(
            condition=Q(done_at=None) | Q(withdrawn_at=None), name=f"{name}_ends_once"
        ),
    ]


def _indexes(name: str) -> list:
    is_open = Q(done_at=None, withdrawn_at=None)
    return [
        models.Index(
            fields=["tenant", "person", "due_on"], name=f"{name}_person", condition=is_open
        ),
        models.Index(
            fields=["tenant", "einheit", "due_on"], name=f"{name}_einheit", condition=is_open
        ),
        models.Index(fields=["tenant", "vorgang"], name=f"{name}_vorgang"),
    ]


def _of_akte(name: str) -> models.Index:
    return models.Index(fields=["tenant", "akte"], name=f"{name}_akte", condition=~Q(akte=None))


class Wiedervorlage(Termin):
    """The Akte, Vorgang or Dokument is to be looked at again on a day (`angabe`: as it was typed).

    `schritt`: the line of a Verfügung that it is; both end together.
    """

    angabe = models.CharField(max_length=60, blank=True)
    schritt = TenantForeignKey(Schritt, models.PROTECT, null=True, related_name="wiedervorlagen")

    art = "wiedervorlage"

    class Meta:
        verbose_name = "Wiedervorlage"
        constraints = [
            *_checks("wiedervorlage"),
            models.UniqueConstraint(
                fields=["tenant", "schritt"],
                condition=Q(done_at=None, withdrawn_at=None) & ~Q(schritt=None),
                name="wiedervorlage_of_schritt",
            ),
        ]
        indexes = [*_indexes("wiedervorlage"), _of_akte("wiedervorlage")]


class Aufgabe(Termin):
    """Somebody is to do something for an Akte or a Vorgang by a day; perhaps a line of a Vermerk
    (`dokument`)."""

    art = "aufgabe"

    class Meta:
        verbose_name = "Aufgabe"
        constraints = _checks("aufgabe")
        indexes = [*_indexes("aufgabe"), _of_akte("aufgabe")]


class Frist(Termin):
    """A Frist of a Vorgang with the steps of its computation, as they were when it was entered.

    An Ausschlussfrist has a Vorfrist and a second person. `schritte`: [{on, text, norm}]; `hinweise`:
    what a person had to judge. `eingaben` is what it was computed from.
    """

    is_ausschluss = models.BooleanField("Ausschlussfrist", default=False)
    vorfrist_on = models.DateField("Vorfrist", null=True, blank=True)
    zweite = TenantForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="Zweite Person"
    )
    eingaben = models.JSONField(default=dict)
    schritte = models.JSONField(default=list)
    hinweise = models.JSONField(default=list)

    art = "frist"

    class Meta:
        verbose_name = "Frist"
        constraints = [
            *_checks("frist"),
            models.CheckConstraint(
                condition=Q(is_ausschluss=False)
                | Q(vorfrist_on__lt=F("due_on"), zweite__isnull=False),
                name="frist_ausschluss_safe",
            ),
        ]
        indexes = [
            *_indexes("frist"),
            models.Index(
                fields=["tenant", "zweite", "due_on"],
                name="frist_zweite",
                condition=Q(done_at=None, withdrawn_at=None) & ~Q(zweite=None),
            ),
        ]

    @property
    def label(self) -> str:
        """Return what kind of Frist it is."""
        return "Ausschlussfrist" if self.is_ausschluss else "Frist"


TERMINE: dict[str, type[Termin]] = {model.art: model for model in (Frist, Wiedervorlage, Aufgabe)}
"""The kinds of Termine by their names in addresses, the most binding first."""
