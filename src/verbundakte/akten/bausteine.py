"""Dokumenttypen and Vorgangstypen are Bausteine; releasing one makes the row that rooms read."""

import re
from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID

from verbundakte.akten.felder import (
    JA,
    NEIN,
    Feld,
    FeldArt,
    WertInvalid,
    compile_muster,
    parse,
    search_name,
    sorted_felder,
)
from verbundakte.akten.felder.muster import HELP
from verbundakte.core.bausteine import Item, Problem, Spec, baustein, free, items
from verbundakte.core.search.fold import fold
from verbundakte.core.search.query import DATE_NAMES, FACET_NAMES, SCOPES

DOKUMENTTYP, VORGANGSTYP = "akten.dokumenttyp", "akten.vorgangstyp"
RESERVED = frozenset({*SCOPES, *FACET_NAMES, *DATE_NAMES, "vorgangstyp"})
KUERZEL = re.compile(r"[a-z][a-z0-9-]{1,29}")
MOST_FELDER = 60


class Symbol(StrEnum):
    """The picture beside a Dokument in lists."""

    label: str

    def __new__(cls, value: str, label: str):
        """Return the member with its German label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    DOC = "doc", "Blatt"
    OUT = "out", "Ausgang"
    MAIL = "mail", "Brief"
    PLAN = "plan", "Plan"
    IMAGE = "image", "Bild"
    SHEET = "sheet", "Tabelle"


class OptionSpec(Item, label="Auswahl"):
    """One choice of a field."""

    id: UUID
    bezeichnung: str = free(max_length=120)
    reihenfolge: int = free(default=0)


class FeldSpec(Item, label="Feld"):
    """An own field: what is asked, and what is a right answer."""

    id: UUID
    bezeichnung: str = free(max_length=60)
    art: FeldArt = free("Art")
    reihenfolge: int = free(default=0)
    is_pflicht: bool = free("Pflichtangabe", default=False)
    hinweis: str = free("Hinweis beim Ausfüllen", default="", max_length=300)
    vorgabe: str = free(
        "Vorgabe", default="", max_length=300, hint="Steht schon im Feld und lässt sich ändern."
    )
    suchname: str = free(
        "Name in der Suche",
        default="",
        max_length=40,
        hint="Leer gilt die Bezeichnung: „Flurstück“ sucht man mit flurstück:123/4.",
    )
    muster: str = free("Muster", default="", max_length=200, hint=HELP)
    beispiel: str = free("Beispiel zum Muster", default="", max_length=200)
    meldung: str = free("Meldung, wenn das Muster nicht passt", default="", max_length=200)
    optionen: list[OptionSpec] = items("Auswahlmöglichkeiten", order="reihenfolge", is_inline=True)
    nur_wenn_feld: str = free(
        "Nur wenn das Feld", default="", max_length=60, hint="Die Bezeichnung eines anderen Feldes."
    )
    nur_wenn_wert: str = free("diesen Wert hat", default="", max_length=120)

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with this field alone."""
        name, where = search_name(self.suchname or self.bezeichnung), f"„{self.bezeichnung}“"
        if not name or name[0].isdigit():
            yield Problem("suchname", f"{where}: Der Name in der Suche beginnt mit Buchstaben.")
        elif name in RESERVED:
            yield Problem(
                "suchname",
                f"{where}: „{name}:“ bedeutet in der Suche etwas anderes. Geben Sie einen eigenen"
                " Namen in der Suche an.",
            )
        if self.art == FeldArt.AUSWAHL and not self.optionen:
            yield Problem("optionen", f"{where}: Die Auswahlmöglichkeiten fehlen.")
        labels = [fold(option.bezeichnung) for option in self.optionen]
        if len(labels) != len(set(labels)):
            yield Problem("optionen", f"{where}: Eine Auswahlmöglichkeit steht zweimal darin.")
        if bool(self.nur_wenn_feld) != bool(self.nur_wenn_wert):
            yield Problem("nur_wenn_wert", f"{where}: Nennen Sie Feld und Wert der Bedingung.")
        yield from self._check_muster(where)
        yield from self._check_vorgabe(where)

    def _check_muster(self, where: str) -> Iterator[Problem]:
        if not self.muster:
            return
        if self.art != FeldArt.TEXT:
            yield Problem("muster", f"{where}: Ein Muster haben nur Felder der Art Text.")
            return
        try:
            fits = compile_muster(self.muster).fullmatch(self.beispiel)
        except ValueError as error:
            yield Problem("muster", f"{where}: {error} {HELP}")
            return
        if not fits:
            yield Problem("beispiel", f"{where}: Das Beispiel passt nicht zum Muster.")

    def _check_vorgabe(self, where: str) -> Iterator[Problem]:
        feld = Feld.of(self.data())
        if not self.vorgabe:
            return
        if feld.is_reference:
            yield Problem("vorgabe", f"{where}: Für diese Art gibt es keine Vorgabe.")
            return
        try:
            parse(feld, self.vorgabe)
        except (WertInvalid, ValueError) as error:
            yield Problem("vorgabe", f"{where}: Die Vorgabe passt nicht. {error}")


class TypSpec(Spec):
    """What Dokumenttypen and Vorgangstypen have in common."""

    kuerzel: str = free(
        "Kürzel",
        max_length=30,
        hint="Bleibt für immer, zum Beispiel: rechnung. Suche: typ:rechnung.",
    )
    bezeichnung: str = free(max_length=80)
    beschreibung: str = free("Wofür", default="", max_length=500)
    reihenfolge: int = free("Platz in der Auswahl", default=100)
    felder: list[FeldSpec] = items(
        "Eigene Felder", order="reihenfolge", hint="Was zu dieser Art zusätzlich gefragt wird."
    )

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with the type and between its fields."""
        if not KUERZEL.fullmatch(self.kuerzel):
            yield Problem(
                "kuerzel",
                "Das Kürzel besteht aus 2 bis 30 Zeichen: kleine Buchstaben a bis z, Ziffern und"
                " Bindestrich, am Anfang ein Buchstabe.",
            )
        if len(self.felder) > MOST_FELDER:
            yield Problem("felder", f"Mehr als {MOST_FELDER} Felder füllt niemand aus.")
        felder = sorted_felder(feld.data() for feld in self.felder)
        names = [feld.name for feld in felder]
        for feld in felder:
            if names.count(feld.name) > 1:
                yield Problem("felder", f"Den Namen „{feld.bezeichnung}“ haben zwei Felder.")
        by_name = {feld.name: feld for feld in felder}
        for feld in felder:
            yield from _check_condition(feld, by_name)


def _check_condition(feld: Feld, by_name: dict[str, Feld]) -> Iterator[Problem]:
    """Yield what is wrong with "only when field X has the value Y"."""
    name, value = feld.nur_wenn
    if not name:
        return
    other = by_name.get(name)
    if other is None:
        yield Problem("felder", f"„{feld.bezeichnung}“: Das Feld der Bedingung gibt es nicht.")
        return
    if other.art == FeldArt.AUSWAHL and other.option(value) is None:
        yield Problem("felder", f"„{feld.bezeichnung}“: „{other.bezeichnung}“ kennt {value} nicht.")
    if other.art == FeldArt.JA_NEIN and fold(value) not in (JA, NEIN):
        yield Problem(
            "felder",
            f"„{feld.bezeichnung}“: „{other.bezeichnung}“ ist {JA} oder {NEIN}, nicht „{value}“.",
        )
    seen, at = {feld.name}, other
    while at is not None and at.nur_wenn[0]:
        if at.name in seen:
            yield Problem("felder", f"„{feld.bezeichnung}“: Die Bedingungen drehen sich im Kreis.")
            return
        seen.add(at.name)
        at = by_name.get(at.nur_wenn[0])
    if at is not None and at.name in seen:
        yield Problem("felder", f"„{feld.bezeichnung}“: Die Bedingungen drehen sich im Kreis.")


@baustein(DOKUMENTTYP)
class DokumenttypSpec(TypSpec, label="Dokumenttyp"):
    """What a Dokumenttyp prescribes for its Dokumente."""

    symbol: Symbol = free("Symbol", default=Symbol.DOC)


@baustein(VORGANGSTYP)
class VorgangstypSpec(TypSpec, label="Vorgangstyp"):
    """What a Vorgangstyp prescribes for its Vorgänge."""
