"""Templates for Akten and Vorgänge are Bausteine: structure, own fields, rights, what is expected."""

from collections.abc import Iterator

from verbundakte.akten.bausteine import VORGANGSTYP
from verbundakte.akten.felder import search_name
from verbundakte.akten.models import Medium
from verbundakte.akten.nummern import Labelled
from verbundakte.core.bausteine import Item, Problem, Ref, Spec, baustein, free, items, slot

AKTENVORLAGE, VORGANGSVORLAGE = "akten.aktenvorlage", "akten.vorgangsvorlage"
MOST_ENTRIES = 100
VorgangstypRef = Ref(VORGANGSTYP)
StelleRef = Ref("organisation.stelle")
WHERE = "Aktenplankennzeichen, je Zeile eines; auch alles darunter. Leer: überall."
PREFIX = "Steht schon da, wenn jemand anlegt, und lässt sich ändern."
FIELDS = "Felder des Vorgangstyps mit ihrer Bezeichnung; Werte, wie man sie dort eintippt."
NAMED = "Es sehen die, die diese Stellen an dem Tag haben, an dem es entsteht."


class Zugriffsvorgabe(Labelled):
    """Who sees what begins from the template."""

    PLAN = "plan", "wie es sonst gilt"
    PLUS = "plus", "wie es sonst gilt, dazu die genannten Stellen"
    NUR = "nur", "nur wer es anlegt und die genannten Stellen"


class PlatzhalterSpec(Item, label="Erwartetes Dokument"):
    """A Dokument that belongs into the Vorgang."""

    position: int = free("Nr.", default=0)
    bezeichnung: str = free("Betreff", max_length=200)


class TeilvorgangSpec(Item, label="Teilvorgang"):
    """A Teilvorgang that is made together with its Vorgang."""

    position: int = free("Nr.", default=0)
    bezeichnung: str = free("Betreff", max_length=300)


class WertSpec(Item, label="Vorbelegtes Feld"):
    """An own field of the Vorgangstyp and what stands in it at the beginning."""

    position: int = free("Nr.", default=0)
    feld: str = free("Feld", max_length=60)
    wert: str = free("Wert", max_length=300)

    @classmethod
    def name_of(cls, data: dict) -> str:
        """Return the name of the field."""
        return str(data.get("feld") or "")


class GenannteSpec(Item, label="Genannte Stelle"):
    """A Stelle whose holders see it too; every town chooses its own."""

    position: int = free("Nr.", default=0)
    bezeichnung: str = free("Wer", max_length=100)
    stelle: StelleRef = slot("Welche Stelle ist das hier?", label="Stelle")


class VorgangSpec(Item, label="Vorgang"):
    """A Vorgang that is made together with its Akte."""

    position: int = free("Reihenfolge", default=0)
    bezeichnung: str = free("Betreff", max_length=300)
    is_extended: bool = free("Betreff der Akte anhängen", default=False)
    bemerkung: str = free("Bemerkung", default="")
    vorgangstyp: VorgangstypRef = free("Vorgangstyp", default=None)
    werte: list[WertSpec] = items(
        "Vorbelegte Felder", order="position", is_inline=True, hint=FIELDS
    )
    dokumente: list[PlatzhalterSpec] = items(
        "Erwartete Dokumente", order="position", is_inline=True
    )
    teilvorgaenge: list[TeilvorgangSpec] = items("Teilvorgänge", order="position", is_inline=True)


def _too_many(name: str, found: tuple) -> Iterator[Problem]:
    if len(found) > MOST_ENTRIES:
        yield Problem(name, f"Mehr als {MOST_ENTRIES} Einträge legt eine Vorlage nicht an.")


def _check_werte(named: "VorgangSpec | VorgangsvorlageSpec") -> Iterator[Problem]:
    """Yield what is wrong with preset fields: no type to have them, or one named twice."""
    where = f"„{named.bezeichnung}“"
    if named.werte and named.vorgangstyp is None:
        yield Problem(
            "vorgangstyp", f"{where}: Wählen Sie den Vorgangstyp, dessen Felder vorbelegt sind."
        )
    names = [search_name(row.feld) for row in named.werte]
    if len(names) != len(set(names)):
        yield Problem("werte", f"{where}: Ein Feld ist zweimal vorbelegt.")


def _check_zugriff(spec: "AktenvorlageSpec | VorgangsvorlageSpec") -> Iterator[Problem]:
    """Yield when the choice of access and the named Stellen do not belong together."""
    if spec.zugriff is Zugriffsvorgabe.PLUS and not spec.genannte:
        yield Problem("genannte", "Nennen Sie die Stellen, die es zusätzlich sehen.")
    if spec.zugriff is Zugriffsvorgabe.PLAN and spec.genannte:
        yield Problem(
            "zugriff", "Es sind Stellen genannt. Wählen Sie beim Zugriff, wie sie gelten sollen."
        )


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
    genannte: list[GenannteSpec] = items(
        "Genannte Stellen", order="position", is_inline=True, hint=NAMED
    )
    vorgaenge: list[VorgangSpec] = items(
        "Vorgänge", order="position", hint="Diese Vorgänge entstehen mit der Akte."
    )

    def check(self) -> Iterator[Problem]:
        """Yield when it would make too much at once."""
        yield from _too_many("vorgaenge", self.vorgaenge)

    def check_release(self) -> Iterator[Problem]:
        """Yield what rights and preset fields still lack."""
        yield from _check_zugriff(self)
        for vorgang in self.vorgaenge:
            yield from _check_werte(vorgang)


@baustein(VORGANGSVORLAGE)
class VorgangsvorlageSpec(Spec, label="Vorgangsvorlage"):
    """With what a Vorgang begins."""

    bezeichnung: str = free(max_length=200)
    beschreibung: str = free("Wofür", default="", max_length=300)
    kennzeichen: list[str] = free("Nur unter", default=(), max_length=40, hint=WHERE)
    betreff: str = free("Betreff beginnt mit", default="", max_length=200, hint=PREFIX)
    bemerkung: str = free("Bemerkung", default="")
    zugriff: Zugriffsvorgabe = free("Zugriff", default=Zugriffsvorgabe.PLAN)
    genannte: list[GenannteSpec] = items(
        "Genannte Stellen", order="position", is_inline=True, hint=NAMED
    )
    vorgangstyp: VorgangstypRef = free("Vorgangstyp", default=None)
    werte: list[WertSpec] = items(
        "Vorbelegte Felder", order="position", is_inline=True, hint=FIELDS
    )
    dokumente: list[PlatzhalterSpec] = items(
        "Erwartete Dokumente", order="position", is_inline=True
    )
    teilvorgaenge: list[TeilvorgangSpec] = items("Teilvorgänge", order="position", is_inline=True)

    def check(self) -> Iterator[Problem]:
        """Yield when it would make too much at once."""
        yield from _too_many("teilvorgaenge", self.teilvorgaenge)

    def check_release(self) -> Iterator[Problem]:
        """Yield what rights and preset fields still lack."""
        yield from _check_zugriff(self)
        yield from _check_werte(self)


def read_vorlage(kind: str, inhalt: dict) -> AktenvorlageSpec | VorgangsvorlageSpec:
    """Return what a released template says."""
    return (AktenvorlageSpec if kind == AKTENVORLAGE else VorgangsvorlageSpec).read(inhalt)


def presets_of(
    spec: AktenvorlageSpec | VorgangsvorlageSpec,
) -> list[VorgangSpec | VorgangsvorlageSpec]:
    """Return every Vorgang that a template makes, with type and fields it presets."""
    return [spec] if isinstance(spec, VorgangsvorlageSpec) else list(spec.vorgaenge)
