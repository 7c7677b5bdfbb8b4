"""On paper: printed, folded, in an envelope; by the post, by hand or inside the house."""

from verbundakte.schriftverkehr.versandwege.weg import Versandweg, Ziel

NO_ANSCHRIFT = (
    "Für die Post fehlt die Anschrift. Schreiben Sie Name, Straße und Ort in eigene Zeilen."
)
MOST_LINES = 9


def lines_of(anschrift: str) -> list[str]:
    """Return the lines of an address that say something."""
    return [" ".join(line.split()) for line in anschrift.splitlines() if line.strip()]


def _by_post(ziel: Ziel) -> str:
    lines = lines_of(ziel.anschrift)
    if len(lines) < 3:
        return NO_ANSCHRIFT
    if len(lines) > MOST_LINES:
        return f"Die Anschrift hat {len(lines)} Zeilen; im Fenster ist Platz für {MOST_LINES}."
    return ""


def _by_hand(ziel: Ziel) -> str:
    return "" if ziel.name.strip() else "Sagen Sie, wem es übergeben wird."


def _by_fax(ziel: Ziel) -> str:
    digits = [char for char in ziel.adresse if char.isdigit()]
    return "" if len(digits) >= 5 else "Für ein Fax fehlt die Nummer."


POST = Versandweg(_by_post, is_printed=True)
UEBERGABE = Versandweg(_by_hand, is_printed=True)
HAUSPOST = Versandweg(_by_hand, is_printed=True)
FAX = Versandweg(_by_fax, needs_pdf=True)
