"""How a Kontakt stands in an address (DIN 5008)."""

from verbundakte.akten.models import Anschrift, Kontakt, KontaktArt
from verbundakte.schriftverkehr.rules import address_lines

PLACE = ("zusatz", "strasse", "plz", "ort", "land")


def name_of(kontakt: Kontakt) -> str:
    """Return a Kontakt as it stands in an address."""
    return " ".join(part for part in (kontakt.vorname, kontakt.name) if part)


def lines_for(kontakt: Kontakt, anschrift: Anschrift | None) -> str:
    """Return the address of a Kontakt in lines, "" without one."""
    if anschrift is None:
        return ""
    place = {name: getattr(anschrift, name) for name in PLACE}
    is_person = kontakt.art == KontaktArt.NATUERLICH
    return "\n".join(address_lines(kontakt.anrede, name_of(kontakt), place, is_person=is_person))
