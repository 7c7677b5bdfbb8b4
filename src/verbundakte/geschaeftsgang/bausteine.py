"""Usual routes and Vier-Augen-Regeln are Bausteine of a town."""

from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID

from verbundakte.core.bausteine import Item, Problem, Ref, Spec, baustein, free, items

VERFUEGUNGSVORLAGE = "geschaeftsgang.verfuegungsvorlage"
VIERAUGENREGEL = "geschaeftsgang.vieraugenregel"
EinheitRef = Ref("organisation.einheit")
MOST_ZEILEN = 40


class Labelled(StrEnum):
    """A choice with its German label."""

    label: str

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Art(Labelled):
    """Kinds of steps a Vorlage may have (as models.SchrittArt)."""

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


class An(Labelled):
    """To whom: a role that becomes somebody when the step begins, or what is named beside it."""

    VERFASSER = "verfasser", "Wer verfügt"
    SACHBEARBEITUNG = "sachbearbeitung", "Sachbearbeitung des Vorgangs"
    FEDERFUEHRUNG = "federfuehrung", "Federführende Einheit"
    LEITUNG = "leitung", "Leitung der federführenden Einheit"
    VORGESETZTE = "vorgesetzte", "Leitung dessen, der verfügt"
    AMTSLEITUNG = "amtsleitung", "Leitung über der federführenden Einheit"
    EINHEIT = "einheit", "Die genannte Einheit"
    AUSSEN = "aussen", "Die genannte Behörde"


class Folge(Labelled):
    """The order of the steps (as models.Reihenfolge)."""

    FOLGE = "folge", "nacheinander"
    FREI = "frei", "in beliebiger Folge"


class Gegen(Labelled):
    """Who may not sign finally."""

    VERFASSER = "verfasser", "Wer das Dokument verfasst oder in den Gang gegeben hat"
    MITZEICHNER = "mitzeichner", "Wer das Dokument mitgezeichnet hat"
    BEIDE = "beide", "Beide"


class ZeileSpec(Item, label="Zeile"):
    """One line of a usual route."""

    id: UUID
    reihenfolge: int = free("Nummer", default=1)
    art: Art = free("Was")
    an: An = free("An", default=An.VORGESETZTE)
    einheit: EinheitRef = free("Einheit", default=None)
    aussen: str = free("Andere Behörde", default="", max_length=200)
    text: str = free("Text", default="", max_length=500)
    frist_tage: int = free("Frist in Tagen (0: keine)", default=0)
    ist_parallel: bool = free("Zugleich mit der Zeile davor", default=False)

    def check(self) -> Iterator[Problem]:
        """Yield what this line cannot mean."""
        if self.an == An.EINHEIT and not self.einheit:
            yield Problem("einheit", f"Zeile {self.reihenfolge}: Nennen Sie die Einheit.")
        if self.an == An.AUSSEN and not self.aussen:
            yield Problem("aussen", f"Zeile {self.reihenfolge}: Nennen Sie die Behörde.")
        if self.an == An.AUSSEN and self.art in (Art.MITZEICHNUNG, Art.SCHLUSSZEICHNUNG):
            yield Problem(
                "art",
                f"Zeile {self.reihenfolge}: Andere Behörden zeichnen nicht mit, sie geben"
                " Stellungnahme, Einvernehmen oder Benehmen.",
            )
        if not 0 <= self.frist_tage <= 3650:
            yield Problem("frist_tage", "Die Frist liegt zwischen 0 und 3650 Tagen.")

    @classmethod
    def name_of(cls, data: dict) -> str:
        """Return how a list shows the line."""
        art = data.get("art")
        return Art(art).label if art in set(Art) else ""


@baustein(VERFUEGUNGSVORLAGE)
class VerfuegungsvorlageSpec(Spec, label="Verfügungsvorlage"):
    """A usual route of Dokumente of some kinds, in a unit or everywhere."""

    bezeichnung: str = free(max_length=120)
    beschreibung: str = free("Wofür", default="", max_length=500)
    dokumenttypen: list[str] = free(
        "Für diese Arten (Kürzel)",
        default=(),
        max_length=30,
        hint="Je Zeile eines, zum Beispiel: bescheid. Leer gilt sie für alle.",
    )
    einheit: EinheitRef = free("Nur in dieser Einheit", default=None)
    folge: Folge = free("Reihenfolge", default=Folge.FOLGE)
    zeilen: list[ZeileSpec] = items("Zeilen", order="reihenfolge")

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong beyond single lines."""
        if len(self.zeilen) > MOST_ZEILEN:
            yield Problem("zeilen", f"Eine Vorlage hat höchstens {MOST_ZEILEN} Zeilen.")

    def check_release(self) -> Iterator[Problem]:
        """Yield what a released route must have."""
        if not self.zeilen:
            yield Problem("zeilen", "Schreiben Sie mindestens eine Zeile.")


@baustein(VIERAUGENREGEL)
class VieraugenregelSpec(Spec, label="Vier-Augen-Regel"):
    """Who does not sign finally; authors normally sign their own drafts."""

    bezeichnung: str = free(max_length=120)
    dokumenttypen: list[str] = free(
        "Für diese Arten (Kürzel)",
        default=(),
        max_length=30,
        hint="Je Zeile eines, zum Beispiel: auszahlungsanordnung. Leer gilt sie für alle.",
    )
    gegen: Gegen = free("Nicht schlusszeichnen darf", default=Gegen.VERFASSER)
    rechtsgrundlage: str = free(
        "Grundlage", default="", max_length=300, hint="Steht in der Meldung, wenn sie greift."
    )
