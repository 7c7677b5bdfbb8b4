"""Stamps for copies that are printed or given away: what they say. Pure: no clock, no rows."""

from datetime import date

from django.db.models import TextChoices

LONGEST = 40


class Stempel(TextChoices):
    """The stamps of the house; the last one says what one writes."""

    KOPIE = "kopie", "Kopie"
    EINGEGANGEN = "eingegangen", "Eingegangen am …"
    ENTWURF = "entwurf", "Entwurf"
    ERLEDIGT = "erledigt", "Erledigt am …"
    EIGENER = "eigener", "Eigener Text"


class Ecke(TextChoices):
    """Where on the page."""

    TOP_RIGHT = "top-right", "oben rechts"
    TOP_LEFT = "top-left", "oben links"
    BOTTOM_RIGHT = "bottom-right", "unten rechts"
    BOTTOM_LEFT = "bottom-left", "unten links"


def stamp_lines(stempel: str, *, on: date, text: str = "") -> list[str]:
    """Return the lines of a stamp; those with a day name it."""
    day = f"{on:%d.%m.%Y}"
    if stempel == Stempel.EINGEGANGEN:
        return ["EINGEGANGEN", day]
    if stempel == Stempel.ERLEDIGT:
        return ["ERLEDIGT", day]
    if stempel == Stempel.EIGENER:
        return [text.strip()[:LONGEST]]
    return [Stempel(stempel).label.upper()]
