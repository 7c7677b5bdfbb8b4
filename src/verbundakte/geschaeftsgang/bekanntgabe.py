"""When letters of the town count as bekannt gegeben, as Bausteine: by Land, statute, kind of dispatch.

Delivered is what was looked up: the Bund and those Länder whose law follows it or was changed with it.
Whoever works in another Land enters her own rules; they go before the delivered ones.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from verbundakte.core.bausteine import Item, Problem, Spec, baustein, free, items, locked
from verbundakte.core.kalender import Land
from verbundakte.geschaeftsgang.models import Terminregel
from verbundakte.standards.fristen import Bekanntgaberegel, Versandart, Wochenendregel

BEKANNTGABE = "geschaeftsgang.bekanntgabe"
STANDARD_KEY = UUID("3c0fd2b4-2a57-4f0b-9d4e-8a6f1e7c5d11")
POSTMODG = date(2025, 1, 1)
BEGINNING = date(1977, 1, 1)


class Verfahrensgesetz(StrEnum):
    """After which statute a Verwaltungsakt is given."""

    label: str

    VWVFG = "vwvfg", "Verwaltungsverfahrensgesetz (Bund oder Land)"
    AO = "ao", "Abgabenordnung"
    SGBX = "sgbx", "Sozialgesetzbuch X"

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class RegelSpec(Item, label="Regel"):
    """One rule, for what went out from a day on until a day."""

    gesetz: Verfahrensgesetz = free("Verfahren nach")
    versandart: Versandart = free("Versand")
    tage: int = free("Tage nach der Aufgabe", default=4)
    norm: str = free("Vorschrift", max_length=120)
    wochenende: Wochenendregel = free("An Wochenenden und Feiertagen", default=Wochenendregel.STAYS)
    verschiebung: str = free("Vorschrift der Verschiebung", default="", max_length=120)
    land: Land = free(default=Land.NONE, hint="Leer: überall.")
    von: date = free("Aufgabe zur Post ab")
    bis: date | None = free("Aufgabe zur Post vor dem", default=None)

    @classmethod
    def name_of(cls, data: dict) -> str:
        """Return what it is about."""
        parts = (data.get("land"), data.get("norm"), data.get("versandart"))
        return ", ".join(str(part) for part in parts if part)

    def check(self) -> Iterator[Problem]:
        """Yield what no rule says."""
        if not 0 <= self.tage <= 60:
            yield Problem("tage", "Zwischen 0 und 60 Tagen.")
        if self.bis is not None and self.bis <= self.von:
            yield Problem("bis", "Das Ende liegt vor dem Beginn. Prüfen Sie beide Tage.")


@baustein(BEKANNTGABE)
class BekanntgabeSpec(Spec, label="Bekanntgabe"):
    """Rules about when something counts as bekannt gegeben. All released ones hold together."""

    bezeichnung: str = free(max_length=80)
    quelle: str = locked("Herkunft der Regeln", default="", max_length=300)
    regeln: list[RegelSpec] = items("Regeln")


def _pair(gesetz: str, versandart: str, norm: str, wochenende: str, **more) -> list[dict]:
    """Return a rule of three days until the PostModG and of four from then on."""
    same = {"gesetz": gesetz, "versandart": versandart, "norm": norm, "wochenende": wochenende}
    same |= more
    return [
        {**same, "tage": 3, "von": str(BEGINNING), "bis": str(POSTMODG)},
        {**same, "tage": 4, "von": str(POSTMODG)},
    ]


_FOLLOWING = {
    "BE": "§ 1 Abs. 1 VwVfG Bln",
    "BB": "§ 1 Abs. 1 VwVfGBbg",
    "NI": "§ 1 Abs. 1 NVwVfG",
    "RP": "§ 1 Abs. 1 LVwVfG",
    "SN": "§ 1 SächsVwVfZG",
    "ST": "§ 1 Abs. 1 VwVfG LSA",
}
"""Länder whose own law says: as the VwVfG of the Bund in its present form."""


def _delivered() -> list[dict]:
    rows = []
    for art, sentence in (("post", "Satz 1"), ("elektronisch", "Satz 2")):
        norm = f"§ 41 Abs. 2 {sentence} VwVfG"
        rows += _pair("vwvfg", art, norm, "strittig", verschiebung="§ 31 Abs. 3 Satz 1 VwVfG")
        for land, through in _FOLLOWING.items():
            said = f"{through} i. V. m. {norm}"
            rows += _pair("vwvfg", art, said, "strittig", land=land)
        rows += _pair("vwvfg", art, f"{norm} NRW", "strittig", land="NW")
        rows += _pair("sgbx", art, f"§ 37 Abs. 2 {sentence} SGB X", "bleibt")
    ao = {"verschiebung": "§ 108 Abs. 3 AO"}
    rows += _pair("ao", "post", "§ 122 Abs. 2 Nr. 1 AO", "verschiebt", **ao)
    rows += _pair("ao", "elektronisch", "§ 122 Abs. 2a AO", "verschiebt", **ao)
    rows.append(
        {
            "gesetz": "vwvfg",
            "versandart": "abruf",
            "norm": "§ 41 Abs. 2a Satz 3 VwVfG",
            "wochenende": "strittig",
            "tage": 1,
            "von": "2017-01-01",
        }
    )
    return [
        {"id": str(uuid5(STANDARD_KEY, f"{row['norm']} {row['von']} {row.get('land', '')}")), **row}
        for row in rows
    ]


def standard_bekanntgabe() -> dict[UUID, dict]:
    """Return the delivered rules: {key: content}."""
    return {
        STANDARD_KEY: {
            "bezeichnung": "Bekanntgabe nach Bundesrecht und den Ländern, die ihm folgen",
            "quelle": "PostModG, BGBl. 2024 I Nr. 236, in Kraft ab 01.01.2025",
            "regeln": _delivered(),
        }
    }


def _rules(content: dict) -> Iterator[Bekanntgaberegel]:
    for row in BekanntgabeSpec.read(content).regeln:
        yield Bekanntgaberegel(
            gesetz=row.gesetz.value,
            norm=row.norm,
            versandart=row.versandart,
            tage=row.tage,
            from_on=row.von,
            to_on=row.bis,
            land=row.land.value,
            wochenende=row.wochenende,
            verschiebung=row.verschiebung,
        )


def bekanntgaberegeln(on: date) -> list[Bekanntgaberegel]:
    """Return the rules of the open town, its own first; the delivered ones until it has them itself
    (one query)."""
    rows = list(Terminregel.objects.valid_on(on, BEKANNTGABE))
    own = [row.inhalt for row in rows if row.key != STANDARD_KEY]
    standard = [row.inhalt for row in rows if row.key == STANDARD_KEY]
    contents = [*own, *(standard or standard_bekanntgabe().values())]
    return [rule for content in contents for rule in _rules(content)]
