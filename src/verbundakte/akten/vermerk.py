"""A Vermerk as a file: what somebody typed, with kind, day, author and number around it."""

from dataclasses import dataclass
from datetime import date

from django.db import models

from verbundakte.akten import rules


class Vermerkart(models.TextChoices):
    """What a Vermerk records."""

    VERMERK = "vermerk", "Vermerk"
    TELEFON = "telefon", "Telefonvermerk"
    GESPRAECH = "gespraech", "Gesprächsvermerk"


@dataclass(frozen=True)
class Vermerk:
    """What was typed about one matter."""

    art: Vermerkart
    text: str
    on: date
    mit: str = ""

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.art.label} {self.on.isoformat()}.html"

    def content(self, author: str, aktenzeichen: str) -> bytes:
        """Return the file: HTML in UTF-8."""
        facts = [
            ("Datum", f"{self.on:%d.%m.%Y}"),
            ("Verfasst von", author),
            ("Mit", self.mit),
            ("Aktenzeichen", aktenzeichen),
        ]
        return rules.vermerk_html(self.art.label, facts, self.text)

    def fields(self, author: str) -> dict:
        """Return the fields of its Dokument."""
        return {
            "betreff": rules.vermerk_betreff(self.art.label, self.text),
            "dokumenttyp": "vermerk",
            "datum_des_schreibens": self.on,
            "absender": author[:300],
        }
