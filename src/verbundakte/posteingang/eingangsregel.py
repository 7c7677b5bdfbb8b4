"""Rules of a municipality about its post are Bausteine: if sender, way, words or facts, then unit, kind.

The matching is pure: it asks a `Sachlage`, so that a rule can be tried against the past.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from verbundakte.core.bausteine import Problem, Ref, Spec, baustein, free
from verbundakte.core.search.fold import fold
from verbundakte.posteingang.erkennung import Erkannt, FundArt

EINGANGSREGEL = "posteingang.eingangsregel"
EinheitRef = Ref("organisation.einheit")
LEAST_CHARS = 3


class Befund(StrEnum):
    """What recognition may have found."""

    label: str

    RECHNUNG = "rechnung", "Es ist eine Rechnung"
    FRIST = "frist", "Es nennt eine mögliche Frist"
    RECHTSBEHELF = "rechtsbehelf", "Es belehrt über Widerspruch oder Klage"
    EIGENES_ZEICHEN = "eigenes_zeichen", "Es nennt ein eigenes Aktenzeichen"

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Selbsttaetig(StrEnum):
    """What happens without a person, where the municipality says so."""

    label: str

    NICHTS = "nichts", "nichts: Die Regel schlägt nur vor"
    ZULEITEN = "zuleiten", "an die Einheit zuleiten"
    ABLEGEN = "ablegen", "in den Vorgang ablegen, dessen Aktenzeichen es nennt"

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


def _befunde() -> dict[str, list[tuple[str, str]]]:
    return {"Erkennung": [(one.value, one.label) for one in Befund]}


@baustein(EINGANGSREGEL)
class EingangsregelSpec(Spec, label="Eingangsregel"):
    """If all conditions that are given hold for an Eingang, then what the rule says."""

    bezeichnung: str = free(max_length=120)
    position: int = free(
        "Reihenfolge", default=100, hint="Die kleinere Zahl gilt zuerst, wenn mehrere zutreffen."
    )
    absender: str = free(
        "Absender enthält",
        default="",
        max_length=200,
        hint="Name oder E-Mail-Adresse, auch ein Teil.",
    )
    kanal: str = free(
        "Eingangskanal heißt", default="", max_length=100, hint="Zum Beispiel: poststelle@"
    )
    woerter: list[str] = free(
        "Diese Wörter kommen vor",
        default=(),
        max_length=80,
        hint="Je Zeile eines. Alle müssen vorkommen.",
    )
    befunde: list[str] = free(
        "Erkannt wurde",
        default=(),
        names=lambda value: dict(_befunde()["Erkennung"]).get(value, value),
        choices=_befunde,
    )
    einheit: EinheitRef = free("Einheit", default=None)
    dokumenttyp: str = free(
        "Art (Kürzel)", default="", max_length=30, hint="Zum Beispiel: rechnung"
    )
    planeinheit: str = free("Aktenplankennzeichen", default="", max_length=40)
    verschluss: str = free(
        "Verschluss",
        default="",
        max_length=12,
        hint="Leer, oder: vertraulich, personalrat, vergabe.",
    )
    selbsttaetig: Selbsttaetig = free("Selbsttätig", default=Selbsttaetig.NICHTS)

    def check(self) -> Iterator[Problem]:
        """Yield what no rule can mean."""
        for name in ("absender", "kanal"):
            text = getattr(self, name)
            if text and len(text) < LEAST_CHARS:
                yield Problem(name, f"Schreiben Sie mindestens {LEAST_CHARS} Zeichen.")
        if any(len(word) < LEAST_CHARS for word in self.woerter):
            yield Problem("woerter", f"Ein Wort hat mindestens {LEAST_CHARS} Zeichen.")
        if unknown := set(self.befunde) - set(Befund):
            yield Problem("befunde", f"„{min(unknown)}“ wird nicht erkannt.")
        if self.verschluss not in ("", "vertraulich", "personalrat", "vergabe"):
            yield Problem(
                "verschluss", "Verschluss ist vertraulich, personalrat, vergabe oder leer."
            )

    def check_release(self) -> Iterator[Problem]:
        """Yield what a rule in force must have: a condition and a consequence."""
        if not (self.absender or self.kanal or self.woerter or self.befunde):
            yield Problem("absender", "Nennen Sie mindestens eine Bedingung.")
        if not (self.einheit or self.dokumenttyp or self.planeinheit or self.verschluss):
            yield Problem("einheit", "Nennen Sie mindestens eine Folge, zum Beispiel die Einheit.")
        if self.selbsttaetig == Selbsttaetig.ZULEITEN and not self.einheit:
            yield Problem("selbsttaetig", "Zuleiten geht nur mit einer Einheit.")
        if self.selbsttaetig == Selbsttaetig.ABLEGEN and self.verschluss:
            yield Problem("selbsttaetig", "Was verschlossen wird, wird nicht von selbst abgelegt.")
        if self.selbsttaetig == Selbsttaetig.ABLEGEN and Befund.EIGENES_ZEICHEN not in self.befunde:
            yield Problem(
                "selbsttaetig", "Ablegen geht nur, wenn ein eigenes Aktenzeichen erkannt wurde."
            )


@dataclass(frozen=True)
class Bedingungen:
    """When a rule applies: everything that is given must hold. Texts are folded."""

    absender: str = ""
    kanal: str = ""
    woerter: tuple[str, ...] = ()
    befunde: tuple[str, ...] = ()

    @classmethod
    def of(cls, regel) -> "Bedingungen":
        """Return those of a specification or of its row."""
        words = tuple(fold(word) for word in regel.woerter)
        return cls(fold(regel.absender), fold(regel.kanal), words, tuple(regel.befunde))

    @property
    def names_something(self) -> bool:
        """Tell whether there is any condition."""
        return bool(self.absender or self.kanal or self.woerter or self.befunde)

    def hold(self, lage: "Sachlage") -> bool:
        """Tell whether they hold for an Eingang. Conditions that name nothing hold for none."""
        return (
            self.names_something
            and self.absender in lage.absender
            and self.kanal in lage.kanal
            and all(word in lage.text for word in self.woerter)
            and set(self.befunde) <= lage.befunde
        )


@dataclass(frozen=True)
class Sachlage:
    """What of an Eingang rules may ask; texts are folded."""

    absender: str = ""
    kanal: str = ""
    text: str = ""
    befunde: frozenset[str] = frozenset()


def sachlage(*, absender: str, kanal: str, texts: Iterable[str], erkannt: Erkannt) -> Sachlage:
    """Return what rules may ask of an Eingang: `texts` are subject and pages."""
    names = [absender, *(fund.wert for fund in erkannt.of(FundArt.ABSENDER)[:1])]
    names += [fund.wert for fund in erkannt.of(FundArt.ANSCHLUSS)]
    return Sachlage(
        fold("\n".join(names)), fold(kanal), fold("\n".join(texts)), frozenset(_found(erkannt))
    )


def _found(erkannt: Erkannt) -> Iterator[str]:
    arten = {
        Befund.RECHNUNG: (FundArt.RECHNUNG,),
        Befund.FRIST: (FundArt.FRIST,),
        Befund.EIGENES_ZEICHEN: (FundArt.EIGENES_ZEICHEN, FundArt.AKTENZEICHEN),
    }
    for befund, funde in arten.items():
        if erkannt.of(*funde):
            yield befund
    if any(getattr(frist, "rechtsbehelf", False) for frist in erkannt.of(FundArt.FRIST)):
        yield Befund.RECHTSBEHELF
