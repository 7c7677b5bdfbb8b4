"""The answers to the fields of a Briefvorlage: what was typed becomes values, or a German sentence.

Pure: no Django, no clock.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from verbundakte.schriftverkehr.gattung import Feldart
from verbundakte.schriftverkehr.sprache import Euro

MOST_CHARS = 8000
MOST_ROWS = 200
DAYS = re.compile(r"heute(?:\s*\+\s*(\d{1,3}))?")
HIGHEST = Decimal(10) ** 11


class AngabeInvalid(ValueError):
    """An answer does not fit; `str()` is a German sentence."""


@dataclass(frozen=True)
class Brieffeld:
    """One field of a Vorlage, as its JSON form says it."""

    name: str
    bezeichnung: str
    art: str
    is_pflicht: bool = False
    vorgabe: str = ""
    hinweis: str = ""
    optionen: tuple[str, ...] = ()
    spalten: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: dict) -> "Brieffeld":
        """Return the field of its JSON form."""
        return cls(
            data["name"],
            data["bezeichnung"],
            data["art"],
            data["is_pflicht"],
            data["vorgabe"],
            data["hinweis"],
            tuple(parts_of(data["optionen"])),
            tuple(parts_of(data["spalten"])),
        )

    def begin_is_day(self) -> bool:
        """Tell whether the Vorgabe is a day counted from today."""
        return DAYS.fullmatch(self.vorgabe.strip().lower()) is not None

    def begin(self, today: date) -> str:
        """Return what stands in the field before anybody typed: its Vorgabe; `heute + 14` is a day."""
        found = DAYS.fullmatch(self.vorgabe.strip().lower())
        if self.art == Feldart.DATUM and found:
            return f"{today + timedelta(days=int(found.group(1) or 0)):%d.%m.%Y}"
        return self.vorgabe

    def read(self, text: str) -> object:
        """Return the value of what was typed; "" or [] for nothing. Raises AngabeInvalid."""
        text = text.replace("\r\n", "\n").strip()
        if len(text) > MOST_CHARS:
            raise AngabeInvalid(f"„{self.bezeichnung}“ ist länger als {MOST_CHARS} Zeichen.")
        if self.art == Feldart.LISTE:
            return self._rows(text)
        if not text:
            return False if self.art == Feldart.JA_NEIN else ""
        return READERS[self.art](self, text)

    def _rows(self, text: str) -> list[dict]:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_ROWS:
            raise AngabeInvalid(f"„{self.bezeichnung}“ hat mehr als {MOST_ROWS} Zeilen.")
        return [self._row(number, line) for number, line in enumerate(lines, 1)]

    def _row(self, number: int, line: str) -> dict:
        names = self.spalten or ("text",)
        cells = [cell.strip() for cell in line.split(";")] if len(names) > 1 else [line]
        if len(cells) > len(names):
            raise AngabeInvalid(
                f"„{self.bezeichnung}“, Zeile {number}: Es gibt nur {len(names)} Spalten"
                f" ({'; '.join(names)})."
            )
        cells += [""] * (len(names) - len(cells))
        return {
            name: self._cell(name, cell, number) for name, cell in zip(names, cells, strict=True)
        }

    def _cell(self, name: str, cell: str, number: int) -> object:
        if not name.startswith("betrag") or not cell:
            return Euro(0) if name.startswith("betrag") else cell
        try:
            return amount(cell)
        except ValueError:
            raise AngabeInvalid(
                f"„{self.bezeichnung}“, Zeile {number}: „{cell}“ ist kein Betrag wie 1.284,00."
            ) from None


def parts_of(text: str) -> list[str]:
    """Return the parts of "a; b; c"."""
    return [part.strip() for part in text.split(";") if part.strip()]


def amount(text: str) -> Euro:
    """Return an amount typed as 1.284,00 or 1284 (with or without EUR). Raises ValueError."""
    plain = re.sub(r"\s|EUR|Euro|€", "", text)
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ValueError(text) from None
    cents = value * 100
    if not value.is_finite() or abs(value) > HIGHEST or cents != cents.to_integral_value():
        raise ValueError(text)
    return Euro(int(cents))


def day(text: str) -> date:
    """Return a day typed as 23.11.2026 or 2026-11-23. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    return date(*map(int, found.groups()[::-1])) if found else date.fromisoformat(text)


def _day(feld: Brieffeld, text: str) -> date:
    try:
        return day(text)
    except ValueError:
        raise AngabeInvalid(
            f"„{feld.bezeichnung}“: „{text[:40]}“ ist kein Tag im Kalender wie 23.11.2026."
        ) from None


def _amount(feld: Brieffeld, text: str) -> Euro:
    try:
        return amount(text)
    except ValueError:
        raise AngabeInvalid(
            f"„{feld.bezeichnung}“: „{text[:40]}“ ist kein Betrag wie 1.284,00."
        ) from None


def _number(feld: Brieffeld, text: str) -> int:
    if not re.fullmatch(r"-?\d{1,12}", text):
        raise AngabeInvalid(f"„{feld.bezeichnung}“: „{text[:40]}“ ist keine ganze Zahl.")
    return int(text)


def _choice(feld: Brieffeld, text: str) -> str:
    if text not in feld.optionen:
        raise AngabeInvalid(f"„{feld.bezeichnung}“ kennt „{text[:40]}“ nicht.")
    return text


READERS = {
    Feldart.TEXT: lambda feld, text: " ".join(text.split()),
    Feldart.LANG: lambda feld, text: text,
    Feldart.DATUM: _day,
    Feldart.BETRAG: _amount,
    Feldart.ZAHL: _number,
    Feldart.JA_NEIN: lambda feld, text: text.lower() in ("ja", "on", "true", "1"),
    Feldart.AUSWAHL: _choice,
}
