"""Pure rules of letters: how somebody is addressed, how an address is written, who signs how."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verbundakte.schriftverkehr.felder import parts_of
from verbundakte.schriftverkehr.gattung import Zeichnungsform

ALL = "Sehr geehrte Damen und Herren"
HOME = ("", "deutschland", "de", "brd", "germany")
MOST_LINES = 6
"""Lines of the address zone of DIN 5008."""


def salutation(anrede: str, vorname: str, name: str, *, is_person: bool = True) -> str:
    """Return how a letter begins, without the comma."""
    if not is_person or not name:
        return ALL
    first = anrede.strip().split(" ")[0].casefold() if anrede.strip() else ""
    titles = " ".join(anrede.split()[1:])
    shown = f"{titles} {name}".strip()
    if first == "frau":
        return f"Sehr geehrte Frau {shown}"
    if first in ("herr", "herrn"):
        return f"Sehr geehrter Herr {shown}"
    return f"Guten Tag {vorname} {name}".replace("  ", " ")


def address_lines(
    anrede: str, name: str, place: Mapping[str, str], *, is_person: bool = True
) -> list[str]:
    """Return the lines of the address field: form of address, name, place; abroad in capitals."""
    words = anrede.split()
    titles = " ".join(words[1:])
    form = {"herr": "Herrn"}.get(words[0].casefold(), words[0]) if words else ""
    land = place.get("land", "").strip()
    lines = [
        form if is_person else "",
        f"{titles} {name}".strip() if is_person else name,
        place.get("zusatz", ""),
        place.get("strasse", ""),
        f"{place.get('plz', '')} {place.get('ort', '')}".strip(),
        "" if land.casefold() in HOME else land.upper(),
    ]
    return [line.strip() for line in lines if line.strip()]


FORMS = {"frau", "herr", "herrn", "familie", "eheleute", "firma", "an", "an die", "an den", "an das"}


def name_in(lines: Sequence[str]) -> str:
    """Return who is named in an address field: the first line that is no mere form of address."""
    said = [line.strip() for line in lines if line.strip()]
    return next((line for line in said if line.casefold() not in FORMS), said[0] if said else "")


@dataclass(frozen=True)
class Unterzeichner:
    """Who is to sign, from which Stelle."""

    name: str
    stelle: str = ""
    is_leitung: bool = False


def zeichnung_of(
    regeln: Iterable[Mapping], wer: Unterzeichner, *, dokumenttyp: str, cents: int
) -> Zeichnungsform | None:
    """Return in which form somebody signs, or None where the rules let her not sign this at all.

    Without rules everybody signs "Im Auftrag"; the first rule that fits counts (by its place).
    """
    ordered = sorted(regeln, key=lambda regel: (regel["reihenfolge"], str(regel["id"])))
    if not ordered:
        return Zeichnungsform.AUFTRAG
    for regel in ordered:
        if regel["stelle"] and regel["stelle"].casefold() not in wer.stelle.casefold():
            continue
        if regel["is_leitung"] and not wer.is_leitung:
            continue
        typen = parts_of(regel["dokumenttypen"])
        if typen and dokumenttyp not in typen:
            continue
        if regel["bis_betrag"] and cents > regel["bis_betrag"] * 100:
            continue
        return Zeichnungsform(regel["form"])
    return None
