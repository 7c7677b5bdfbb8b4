"""Values of own fields: from what is typed to typed values, and back to German text."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from verbundakte.akten.felder.definition import JA, NEIN, Feld, FeldArt
from verbundakte.akten.felder.muster import compile_muster
from verbundakte.core.search.fold import fold

MAX_TEXT, MAX_MATCHED = 2000, 200
ZAHL_DECIMALS, GELD_DECIMALS = 4, 2
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
_MAX_DIGITS = 13
_ANSWERS = dict.fromkeys(("ja", "j", "wahr", "true", "1"), JA) | dict.fromkeys(
    ("nein", "n", "falsch", "false", "0"), NEIN
)
_DAY = re.compile(
    r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[1-9][0-9]{3})"
    r"|(?P<iso_year>[1-9][0-9]{3})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})"
)


class WertInvalid(ValueError):
    """What was given is not a value of the field; the message is one German sentence."""


@dataclass(frozen=True)
class Wert:
    """A value as it is stored: its German text, and what it is compared by."""

    text: str
    number: int | None = None
    day: date | None = None
    reference: UUID | None = None


def parse(feld: Feld, raw: str) -> Wert | None:
    """Return the value somebody typed, None for nothing. Raises WertInvalid.

    References (Person, Einheit, Verweis) are not read here: what they name is looked up first.
    """
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").strip()
    if not text:
        return None
    if len(text) > MAX_TEXT:
        raise WertInvalid("Der Text ist länger als 2.000 Zeichen. Kürzen Sie ihn.")
    if any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in text):
        raise WertInvalid("Der Text enthält Steuerzeichen. Tippen Sie ihn neu.")
    match feld.art:
        case FeldArt.ZAHL:
            return typed(feld, _scaled(text, ZAHL_DECIMALS, "1.234,5"))
        case FeldArt.GELD:
            amount = re.sub(r"\s*(EUR|Euro|€)$", "", text, flags=re.IGNORECASE)
            return typed(feld, _scaled(amount, GELD_DECIMALS, "1.234,56"))
        case FeldArt.DATUM:
            return typed(feld, parse_day(text))
        case FeldArt.AUSWAHL:
            option = feld.option(text)
            if option is None:
                raise WertInvalid("Diese Auswahl gibt es nicht. Wählen Sie eine aus der Liste.")
            return Wert(option.bezeichnung, reference=option.id)
        case FeldArt.JA_NEIN:
            if fold(text) not in _ANSWERS:
                raise WertInvalid("Schreiben Sie „ja“ oder „nein“.")
            return Wert(_ANSWERS[fold(text)])
        case _:
            _check_muster(feld, text)
            return Wert(text)


def typed(feld: Feld, value: int | date) -> Wert:
    """Return the value of a number (in the smallest unit) or of a day."""
    if isinstance(value, date):
        return Wert(f"{value:%d.%m.%Y}", day=value)
    if feld.art == FeldArt.GELD:
        return Wert(f"{german_number(value, GELD_DECIMALS, keep=True)} EUR", number=value)
    return Wert(german_number(value, ZAHL_DECIMALS), number=value)


def decimals_of(wert: Wert) -> int:
    """Return how many decimals the stored number has; a former amount stays an amount."""
    return GELD_DECIMALS if wert.text.endswith(" EUR") else ZAHL_DECIMALS


def parse_day(text: str) -> date:
    """Return the day of "23.11.2026" or "2026-11-23". Raises WertInvalid."""
    found = _DAY.fullmatch(text)
    if found:
        year = int(found["year"] or found["iso_year"])
        month, day = (
            int(found["month"] or found["iso_month"]),
            int(found["day"] or found["iso_day"]),
        )
        with suppress(ValueError):
            return date(year, month, day)
    raise WertInvalid("Kein Tag im Kalender. Schreiben Sie ihn wie 23.11.2026.")


def _scaled(text: str, decimals: int, example: str) -> int:
    found = _NUMBER.fullmatch(re.sub(r"[ \u00a0\u202f]", "", text).replace("\u2212", "-"))
    if found is None or not text.isprintable() or not found[0].isascii():
        raise WertInvalid(f"Das ist keine Zahl. Schreiben Sie sie wie {example}.")
    sign, whole, rest = found[1], found[2].replace(".", ""), (found[3] or "").rstrip("0")
    if len(rest) > decimals:
        raise WertInvalid(f"Höchstens {decimals} Stellen nach dem Komma, zum Beispiel {example}.")
    if len(whole.lstrip("0")) > _MAX_DIGITS:
        raise WertInvalid(f"Die Zahl ist zu groß: höchstens {_MAX_DIGITS} Stellen vor dem Komma.")
    return int(f"{sign}{whole}{rest.ljust(decimals, '0')}")


def german_number(value: int, decimals: int, *, keep: bool = False) -> str:
    """Return a scaled number as "1.234,56"; `keep` shows all decimals, also zeros."""
    whole, rest = divmod(abs(value), 10**decimals)
    tail = f"{rest:0{decimals}d}"
    tail = tail if keep else tail.rstrip("0")
    grouped = f"{whole:,}".replace(",", ".")
    return f"{'-' if value < 0 else ''}{grouped}{',' + tail if tail else ''}"


def _check_muster(feld: Feld, text: str) -> None:
    if not feld.muster:
        return
    if len(text) <= MAX_MATCHED and compile_muster(feld.muster).fullmatch(text):
        return
    example = f" Schreiben Sie es wie „{feld.beispiel}“." if feld.beispiel else ""
    raise WertInvalid(feld.meldung or f"Das hat nicht die erwartete Form.{example}")


def is_active(feld: Feld, felder: list[Feld], werte: Mapping[UUID, Wert | None]) -> bool:
    """Tell whether a field is asked for: "only when field X is Y" holds, also of X itself."""
    seen = set()
    while feld.nur_wenn[0] and feld.id not in seen:
        seen.add(feld.id)
        other = next((one for one in felder if one.name == feld.nur_wenn[0]), None)
        if other is None:
            return True
        wert = werte.get(other.id)
        if wert is None or fold(wert.text) != fold(feld.nur_wenn[1]):
            return False
        feld = other
    return True


def problems(felder: list[Feld], werte: Mapping[UUID, Wert | None]) -> dict[UUID, str]:
    """Return for each mandatory field without a value what is missing."""
    return {
        feld.id: f"„{feld.bezeichnung}“ fehlt. Das Feld ist eine Pflichtangabe."
        for feld in felder
        if feld.is_pflicht and werte.get(feld.id) is None and is_active(feld, felder, werte)
    }


def spellings(feld: Feld, wert: Wert) -> list[str]:
    """Return how a value may be written in the search: 1.234,56 EUR, 1234,56, 1234."""
    if wert.day is not None:
        return [wert.text, wert.day.isoformat(), f"{wert.day:%m.%Y}", f"{wert.day:%Y}"]
    if wert.number is not None:
        plain = wert.text.removesuffix(" EUR")
        short = plain.removesuffix(",00")
        return [wert.text, plain, short, plain.replace(".", ""), short.replace(".", "")]
    return [wert.text]


def rows_of(werte: Mapping[UUID, Wert]) -> dict[str, list]:
    """Return values as JSON knows them, for what is to be taken back later."""
    return {
        str(key): [
            wert.text,
            wert.number,
            wert.day and wert.day.isoformat(),
            wert.reference and str(wert.reference),
        ]
        for key, wert in werte.items()
    }


def werte_from(rows: Mapping[str, list]) -> dict[UUID, Wert]:
    """Return the values that `rows_of` wrote."""
    return {
        UUID(key): Wert(
            text, number, day and date.fromisoformat(day), reference and UUID(reference)
        )
        for key, (text, number, day, reference) in rows.items()
    }
