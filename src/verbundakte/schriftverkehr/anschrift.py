"""How a Kontakt stands in an address (DIN 5008)."""

from verbundakte.akten.models import Anschrift, Kontakt


def name_of(kontakt: Kontakt) -> str:
    """Return a Kontakt as it stands in an address."""
    return " ".join(part for part in (kontakt.vorname, kontakt.name) if part)


def lines_for(kontakt: Kontakt, anschrift: Anschrift | None) -> str:
    """Return the address of a Kontakt in lines (DIN 5008), "" without one."""
    if anschrift is None:
        return ""
    place = f"{anschrift.plz} {anschrift.ort}".strip()
    lines = [kontakt.anrede, name_of(kontakt), anschrift.zusatz, anschrift.strasse, place]
    return "\n".join(filter(None, [*lines, anschrift.land.upper()]))
