"""Templates for Akten and Vorgänge are Bausteine: structure, preset values, what is expected."""

from collections.abc import Iterator

from verbundakte.akten.models import Medium
from verbundakte.akten.nummern import Labelled
from verbundakte.core.bausteine import Item, Problem, Spec, baustein, free, items

AKTENVORLAGE, VORGANGSVORLAGE = "akten.aktenvorlage", "akten.vorgangsvorlage"
MOST_ENTRIES = 100
WHERE = "Aktenplankennzeichen, je Zeile eines; auch alles darunter. Leer: überall."
PREFIX = "Steht schon da, wenn jemand anlegt, und lässt sich ändern."


class Zugriffsvorgabe(Labelled):
    """Who sees what begins from the template."""

    PLAN = "plan", "wie es sonst gilt"
    NUR = "nur", "nur wer es anlegt"


class PlatzhalterSpec(Item, label="Erwartetes Dokument"):
    """A Dokument that belongs into the Vorgang."""

    position: int = free("Nr.", default=0)
    bezeichnung: str = free("Betreff", max_length=200)


class TeilvorgangSpec(Item, label="Teilvorgang"):
    """A Teilvorgang that is made together with its Vorgang."""

    position: int = free("Nr.", default=0)
    bezeichnung: str = free("Betreff", max_length=300)


class VorgangSpec(Item, label="Vorgang"):
    """A Vorgang that is made together with its Akte."""

    position: int = free("Reihenfolge", default=0)
    bezeichnung: str = free("Betreff", max_length=300)
    is_extended: bool = free("Betreff der Akte anhängen", default=False)
    bemerkung: str = free("Bemerkung", default="")
    dokumente: list[PlatzhalterSpec] = items(
        "Erwartete Dokumente", order="position", is_inline=True
    )
    teilvorgaenge: list[TeilvorgangSpec] = items("Teilvorgänge", order="position", is_inline=True)


def _too_many(name: str, found: tuple) -> Iterator[Problem]:
    if len(found) > MOST_ENTRIES:
        yield Problem(name, f"Mehr als {MOST_ENTRIES} Einträge legt eine Vorlage nicht an.")


@baustein(AKTENVORLAGE)
class AktenvorlageSpec(Spec, label="Aktenvorlage"):
    """With what an Akte begins."""

    bezeichnung: str = free(max_length=200)
    beschreibung: str = free("Wofür", default="", max_length=300)
    kennzeichen: list[str] = free("Nur unter", default=(), max_length=40, hint=WHERE)
    betreff: str = free("Betreff beginnt mit", default="", max_length=200, hint=PREFIX)
    medium: Medium = free("Medium", default=Medium.ELEKTRONISCH)
    bemerkung: str = free("Bemerkung", default="")
    zugriff: Zugriffsvorgabe = free("Zugriff", default=Zugriffsvorgabe.PLAN)
    vorgaenge: list[VorgangSpec] = items(
        "Vorgänge", order="position", hint="Diese Vorgänge entstehen mit der Akte."
    )

    def check(self) -> Iterator[Problem]:
        """Yield when it would make too much at once."""
        yield from _too_many("vorgaenge", self.vorgaenge)


@baustein(VORGANGSVORLAGE)
class VorgangsvorlageSpec(Spec, label="Vorgangsvorlage"):
    """With what a Vorgang begins."""

    bezeichnung: str = free(max_length=200)
    beschreibung: str = free("Wofür", default="", max_length=300)
    kennzeichen: list[str] = free("Nur unter", default=(), max_length=40, hint=WHERE)
    betreff: str = free("Betreff beginnt mit", default="", max_length=200, hint=PREFIX)
    bemerkung: str = free("Bemerkung", default="")
    zugriff: Zugriffsvorgabe = free("Zugriff", default=Zugriffsvorgabe.PLAN)
    dokumente: list[PlatzhalterSpec] = items(
        "Erwartete Dokumente", order="position", is_inline=True
    )
    teilvorgaenge: list[TeilvorgangSpec] = items("Teilvorgänge", order="position", is_inline=True)

    def check(self) -> Iterator[Problem]:
        """Yield when it would make too much at once."""
        yield from _too_many("teilvorgaenge", self.teilvorgaenge)
