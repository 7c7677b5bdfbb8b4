"""What can be said about an object that is taken over, and how its text becomes a value."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

MOMENTS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")
YEAR_2 = re.compile(r"^\d{1,2}\.\d{1,2}\.\d{2}$")
MEDIEN = {
    "001": "001",
    "002": "002",
    "003": "003",
    "elektronisch": "001",
    "hybrid": "002",
    "papier": "003",
}


def moment(text: str) -> datetime:
    """Return day and hour (without zone; 12:00 where only a day is given). Raises ValueError."""
    text = text.strip()
    if YEAR_2.match(text):
        raise ValueError("hat ein Jahr mit zwei Stellen; schreiben Sie es mit vier")
    for form in MOMENTS:
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 (the zone is the town's)
        except ValueError:
            continue
        return found.replace(hour=12) if form == MOMENTS[-1] else found
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("ist kein Tag im Kalender (23.11.2026 oder 2026-11-23)") from None
    return found.replace(hour=12, tzinfo=None) if len(text) == 10 else found.replace(tzinfo=None)


def day(text: str) -> date:
    """Return a day. Raises ValueError."""
    return moment(text).date()


def medium(text: str) -> str:
    """Return the code of the medium (xdomea). Raises ValueError."""
    try:
        return MEDIEN[text.strip().lower()]
    except KeyError:
        raise ValueError("heißt elektronisch, hybrid oder Papier") from None


def path(text: str) -> str:
    """Return a path below the folder, with `/`. Raises ValueError."""
    parts = [part for part in text.strip().replace("\\", "/").split("/") if part not in ("", ".")]
    if ".." in parts or not parts:
        raise ValueError("führt aus dem Ordner hinaus")
    return "/".join(parts)


@dataclass(frozen=True)
class Field:
    """How a column is read; `limit` is the number of characters that fit."""

    read: Callable[[str], object] = str.strip
    is_required: bool = False
    limit: int = 500


KEY = Field(is_required=True, limit=200)
_OF_ALL = {"schluessel": KEY, "betreff": Field(is_required=True), "bemerkung": Field(limit=20_000)}
_OF_FILES = {
    "aktenzeichen": Field(limit=120),
    "angelegt_on": Field(moment),
    "zda_on": Field(day),
}
FIELDS: dict[str, dict[str, Field]] = {
    "akten": {
        **_OF_ALL,
        **_OF_FILES,
        "planeinheit": Field(is_required=True, limit=40),
        "federfuehrung": Field(limit=40),
        "medium": Field(medium),
        "laufzeit_from": Field(day),
        "laufzeit_to": Field(day),
    },
    "vorgaenge": {
        **_OF_ALL,
        **_OF_FILES,
        "akte": KEY,
        "sachbearbeitung": Field(limit=150),
        "fremdes_geschaeftszeichen": Field(limit=120),
    },
    "dokumente": {
        **_OF_ALL,
        "vorgang": KEY,
        "datei": Field(path, is_required=True, limit=4000),
        "angelegt_on": Field(moment),
        "datum_des_schreibens": Field(day),
        "posteingangsdatum": Field(day),
        "postausgangsdatum": Field(day),
        "absender": Field(limit=300),
        "empfaenger": Field(limit=300),
        "fremdes_geschaeftszeichen": Field(limit=120),
        "bezug": Field(limit=300),
    },
    "historie": {
        "objekt": KEY,
        "am": Field(moment, is_required=True),
        "wer": Field(limit=200),
        "was": Field(is_required=True, limit=500),
        "feld": Field(limit=200),
        "alt": Field(limit=20_000),
        "neu": Field(limit=20_000),
    },
}
"""The columns of each table. `historie` follows xdomea's HistorienProtokollInformation."""

PARENTS = {"vorgaenge": ("akte", "akten"), "dokumente": ("vorgang", "vorgaenge")}
KINDS = tuple(FIELDS)
