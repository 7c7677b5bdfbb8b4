"""The Aktenplan is a Baustein: what a unit prescribes, and what is wrong with a whole plan."""

from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import models

from verbundakte.akten.models import Aussonderungsart, Geheimnisklasse
from verbundakte.core.bausteine import Item, Problem, Ref, Spec, baustein, free, items, slot
from verbundakte.core.bausteine.fields import enumerate_german

AKTENPLAN = "akten.aktenplan"
EINHEIT = "organisation.einheit"
MOST_UNITS = 10_000
MOST_YEARS = 150
OrganisationseinheitRef = Ref(EINHEIT)
NummernmusterRef = Ref("akten.nummernmuster")


class Zugriffsvorgabe(models.TextChoices):
    """Who sees new Akten of a unit. A Geheimnisklasse always closes them to all but the unit."""

    SACHGEBIET = "sachgebiet", "Sachgebiet, Leitung und Registratur"
    ALLE_LESEN = "alle_lesen", "wie Sachgebiet, alle Beschäftigten lesen"
    NUR_SACHGEBIET = "nur_sachgebiet", "nur Sachgebiet"


class PlaneinheitSpec(Item, label="Einheit"):
    """A unit of the plan (xdomea: Einheit). `parent` is the id of the unit above, None at the top."""

    kennzeichen: str = free(max_length=40)
    titel: str = free(max_length=300)
    parent: UUID = free("Übergeordnete Einheit", default=None)
    stichwoerter: list[str] = free("Stichwörter", default=(), max_length=80)
    aufbewahrungsdauer: int = free("Aufbewahrung in Jahren", default=None)
    begruendung: str = free("Rechtsgrund", default="", max_length=300)
    aussonderungsart: Aussonderungsart = free("Aussonderung")
    geheimnisklasse: Geheimnisklasse = free("Geheimnisklasse", default=None)
    zugriff: Zugriffsvorgabe = free("Zugriff neuer Akten", default=Zugriffsvorgabe.SACHGEBIET)
    federfuehrung: OrganisationseinheitRef = slot(
        "Welche Einheit führt die Akten?", label="Federführung"
    )
    nummernmuster: NummernmusterRef = free("Muster des Aktenzeichens", default=None)
    is_stillgelegt: bool = free("Stillgelegt", default=False)

    @classmethod
    def name_of(cls, data: dict) -> str:
        """Return "922.52 Hundesteuer" for the JSON of a unit."""
        return f"{data['kennzeichen']} {data['titel']}"

    def title(self) -> str:
        """Return "922.52 Hundesteuer"."""
        return f"{self.kennzeichen} {self.titel}"

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with the unit alone."""
        years = self.aufbewahrungsdauer
        if years is not None and not 1 <= years <= MOST_YEARS:
            yield Problem(
                "aufbewahrungsdauer",
                f"{self.title()}: Die Aufbewahrung dauert 1 bis {MOST_YEARS} Jahre; ohne Angabe"
                " dauert sie ohne Ende.",
            )
        if years is None and self.aussonderungsart == Aussonderungsart.VERNICHTEN:
            yield Problem(
                "aufbewahrungsdauer",
                f"{self.title()}: Was vernichtet wird, braucht eine Aufbewahrungsdauer in Jahren.",
            )


class MindestfristSpec(Item, label="Mindestfrist"):
    """A minimum of retention for all units whose Kennzeichen begins with `bereich` (Landesrecht)."""

    bereich: str = free(max_length=40)
    jahre: int = free()
    quelle: str = free("Rechtsgrund", max_length=300)

    @classmethod
    def name_of(cls, data: dict) -> str:
        """Return the area for the JSON of a minimum."""
        return data["bereich"]

    def title(self) -> str:
        """Return the area it holds for."""
        return self.bereich

    def broken_by(self, unit: PlaneinheitSpec) -> bool:
        """Tell whether a unit of the area keeps its Akten shorter."""
        years = unit.aufbewahrungsdauer
        is_within = unit.kennzeichen.startswith(self.bereich)
        return is_within and years is not None and years < self.jahre


@baustein(AKTENPLAN)
class AktenplanSpec(Spec, label="Aktenplan"):
    """The whole plan of a town; a release makes the rows of Aktenplaneinheit."""

    bezeichnung: str = free(max_length=200)
    einheiten: list[PlaneinheitSpec] = items("Einheiten")
    mindestfristen: list[MindestfristSpec] = items("Mindestfristen")

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with the tree, the Kennzeichen and the minima."""
        if len(self.einheiten) > MOST_UNITS:
            yield Problem("einheiten", f"Ein Aktenplan hat höchstens {MOST_UNITS} Einheiten.")
            return
        yield from _check_kennzeichen(self.einheiten)
        yield from _check_tree(self.einheiten)
        yield from too_short(self.einheiten, self.mindestfristen)


def _check_kennzeichen(units: Iterable[PlaneinheitSpec]) -> Iterator[Problem]:
    for kennzeichen, count in Counter(unit.kennzeichen for unit in units).items():
        if count > 1:
            yield Problem(
                "kennzeichen", f"Das Kennzeichen {kennzeichen} steht {count}-mal im Plan."
            )


def _check_tree(units: Iterable[PlaneinheitSpec]) -> Iterator[Problem]:
    by_id = {unit.id: unit for unit in units}
    rooted: set[UUID] = set()
    for unit in units:
        way: dict[UUID, PlaneinheitSpec] = {}
        current: PlaneinheitSpec | None = unit
        while current is not None and current.id not in rooted and current.id not in way:
            way[current.id] = current
            if current.parent is not None and current.parent not in by_id:
                yield Problem(
                    "parent", f"{current.title()}: Die übergeordnete Einheit steht nicht im Plan."
                )
            current = by_id.get(current.parent)
        if current is not None and current.id not in rooted:
            circle = list(way.values())[list(way).index(current.id) :]
            names = enumerate_german(one.kennzeichen for one in circle)
            yield Problem("parent", f"Diese Einheiten liegen im Kreis untereinander: {names}.")
        rooted.update(way)


def too_short(
    units: Iterable[PlaneinheitSpec], minima: Iterable[MindestfristSpec]
) -> Iterator[Problem]:
    """Yield a problem for each unit that keeps its Akten shorter than a minimum allows."""
    for minimum in minima:
        for unit in units:
            if minimum.broken_by(unit):
                yield Problem(
                    "aufbewahrungsdauer",
                    f"{unit.title()}: Mindestens {minimum.jahre} Jahre, denn {minimum.quelle} gilt"
                    f" für {minimum.bereich}.",
                )
