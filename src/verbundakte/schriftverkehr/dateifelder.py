"""The fields of templates of Writer and Word. Pure."""

from typing import Any

from verbundakte.schriftverkehr.begriffe import BEGRIFFE, LISTE, OWN
from verbundakte.schriftverkehr.felder import Brieffeld
from verbundakte.schriftverkehr.gattung import Feldart


def unknown_of(felder: list[str]) -> list[str]:
    """Return the fields a template names that no letter has."""
    return [name for name in felder if name not in BEGRIFFE and not name.startswith((OWN, LISTE))]


def columns_of(spalten: list[str]) -> list[Brieffeld]:
    """Return the columns of a list that a template names, as fields of a line."""
    return [Brieffeld(name, name, Feldart.TEXT) for name in spalten]


def nested(werte: dict[str, Any]) -> dict[str, Any]:
    """Return values by name as placeholders read them: "vorgang.betreff" is betreff of vorgang."""
    found: dict[str, Any] = {}
    for name, value in werte.items():
        *above, last = name.split(".")
        place = found
        for part in above:
            place = place.setdefault(part, {})
        place[last] = value
    return found
