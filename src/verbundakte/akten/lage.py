"""How the scanned pages of a file lie, and whether its Lesefassung shows them straight. Pure.

`properties["lage"]` holds of each page that was looked at degrees clockwise (quarters) and degrees
counterclockwise (slant); `properties["lage_problem"]` why the pages are shown as they lie.
"""

from collections.abc import Mapping

from verbundakte.akten.models import Datei
from verbundakte.core.converters.slant import Lage
from verbundakte.core.ui import formats

LAGE, LAGE_PROBLEM = "lage", "lage_problem"
SCANNED = frozenset({"pdf", "image"})
MOST_TOLD = 20
TURNS = {90: "um 90° nach rechts gedreht", 180: "um 180° gedreht", 270: "um 90° nach links gedreht"}


def lage_of(datei: Datei) -> dict[int, Lage]:
    """Return how each page lies that was looked at."""
    return {int(page): Lage(*found) for page, found in datei.properties.get(LAGE, {}).items()}


def askew(lage: Mapping[int, Lage]) -> dict[int, Lage]:
    """Return the pages that do not lie straight."""
    return {page: found for page, found in lage.items() if any(found)}


def is_straightened(datei: Datei) -> bool:
    """Tell whether the Lesefassung shows pages otherwise than they lie in the original."""
    return bool(askew(lage_of(datei))) and not datei.properties.get(LAGE_PROBLEM)


def lying(datei: Datei, page: int) -> dict:
    """Return what the recognition of text must know of a page (`ocr.ocr_page`).

    A PDF is read as its Lesefassung shows it, a picture itself.
    """
    found = lage_of(datei).get(page, Lage())
    if not any(found):
        return {}
    if not is_straightened(datei):
        return {"lage": found, "is_shown_straight": False}
    return {"lage": found} if datei.format_name == "image" else {}


def told_lage(datei: Datei) -> str:
    """Return in German which pages were made straight, or why they were not; "" if all lay so."""
    found = askew(lage_of(datei))
    if not found:
        return ""
    if reason := datei.properties.get(LAGE_PROBLEM):
        return f"nein: {reason}"
    pages = [f"Seite {page}: {_told(found[page])}" for page in sorted(found)[:MOST_TOLD]]
    more = len(found) - len(pages)
    if more:
        pages.append(f"und {formats.counted(more, 'weitere Seite', 'weitere Seiten')}")
    return "; ".join(pages)


def _told(lage: Lage) -> str:
    slant = f"um {abs(lage.skew):.1f}° begradigt".replace(".", ",")
    return ", ".join(filter(None, (TURNS.get(lage.turn, ""), slant if lage.skew else "")))
