"""What a type prescribes about one field, as its released version holds it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.db.models import TextChoices

from verbundakte.core.search.fold import fold


class FeldArt(TextChoices):
    """What a field holds."""

    TEXT = "text", "Text"
    ZAHL = "zahl", "Zahl"
    GELD = "geld", "Geldbetrag"
    DATUM = "datum", "Datum"
    AUSWAHL = "auswahl", "Auswahl"
    JA_NEIN = "ja_nein", "Ja/Nein"
    PERSON = "person", "Person"
    EINHEIT = "einheit", "Organisationseinheit"
    VERWEIS = "verweis", "Verweis auf Akte oder Vorgang"


JA, NEIN = "ja", "nein"
REFERENCES = (FeldArt.PERSON, FeldArt.EINHEIT, FeldArt.VERWEIS)


def search_name(text: str) -> str:
    """Return under which name a field is searched: "Flurstück Nr." -> "flurstuck_nr"."""
    return re.sub(r"\W+", "_", fold(text)).strip("_")


@dataclass(frozen=True)
class Option:
    """One choice; its id lasts, its label may change."""

    id: UUID
    bezeichnung: str


@dataclass(frozen=True)
class Feld:
    """One field; `name` is its name in the search. `nur_wenn` names (field, value) or is empty."""

    id: UUID
    bezeichnung: str
    name: str
    art: str
    is_pflicht: bool = False
    hinweis: str = ""
    vorgabe: str = ""
    muster: str = ""
    beispiel: str = ""
    meldung: str = ""
    optionen: tuple[Option, ...] = ()
    nur_wenn: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, data: dict) -> Self:
        """Return the field of the JSON form of a FeldSpec."""
        optionen = sorted(data["optionen"], key=lambda row: (row["reihenfolge"], row["id"]))
        return cls(
            id=UUID(data["id"]),
            bezeichnung=data["bezeichnung"],
            name=search_name(data["suchname"] or data["bezeichnung"]),
            art=data["art"],
            is_pflicht=data["is_pflicht"],
            hinweis=data["hinweis"],
            vorgabe=data["vorgabe"],
            muster=data["muster"],
            beispiel=data["beispiel"],
            meldung=data["meldung"],
            optionen=tuple(Option(UUID(row["id"]), row["bezeichnung"]) for row in optionen),
            nur_wenn=(search_name(data["nur_wenn_feld"]), data["nur_wenn_wert"]),
        )

    @property
    def is_reference(self) -> bool:
        """Tell whether the value names a row of the town."""
        return self.art in REFERENCES

    def option(self, text: str) -> Option | None:
        """Return the choice with this id or label, or None."""
        for option in self.optionen:
            if text == str(option.id) or fold(text) == fold(option.bezeichnung):
                return option
        return None


def sorted_felder(rows: Iterable[dict]) -> list[Feld]:
    """Return the fields of a type in the order in which forms show them."""
    return [Feld.of(row) for row in sorted(rows, key=lambda row: (row["reihenfolge"], row["id"]))]
