"""The fields of templates of Writer and Word. Pure."""

from typing import Any

from verbundakte.schriftverkehr.begriffe import BEGRIFFE, OWN


def unknown_of(felder: list[str]) -> list[str]:
    """Return the fields a template names that no letter has."""
    return [name for name in felder if name not in BEGRIFFE and not name.startswith(OWN)]


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
