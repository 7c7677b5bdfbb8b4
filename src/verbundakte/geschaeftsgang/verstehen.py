"""What pages show of typed lines: who is meant by a name, and whom one can name."""

from datetime import date

from verbundakte.core.actions import Refusal
from verbundakte.geschaeftsgang.actions import Ziel
from verbundakte.geschaeftsgang.models import Rollenname
from verbundakte.geschaeftsgang.queries import verzeichnis
from verbundakte.geschaeftsgang.zeilen import Gelesen, read_zeilen
from verbundakte.organisation.models import Organisationseinheit, Person, Stelle

MODELS = {"person": Person, "stelle": Stelle, "einheit": Organisationseinheit}


def understand(actor, text: str, *, on: date) -> list[Gelesen]:
    """Return how typed lines are understood; an empty text is no line, and asks nothing."""
    if not text.strip():
        return []
    return read_zeilen(text, verzeichnis(actor, on=on), today=on)


def shown_ziel(line: Gelesen) -> str:
    """Return to whom a line goes, in words."""
    if line.ziel is not None:
        return line.ziel.name
    return line.aussen or (Rollenname(line.rolle).label if line.rolle else "")


def find_ziel(actor, text: str, *, on: date) -> Ziel:
    """Return who is called so: a unit, Stelle or person of the town. Raises Refusal."""
    found = verzeichnis(actor, on=on).find(text)
    if not found:
        raise Refusal(f"„{text.strip()}“ gibt es hier nicht. Wählen Sie aus der Liste.")
    if len(found) > 1:
        names = ", ".join(one.name for one in found[:3])
        raise Refusal(f"„{text.strip()}“ kann mehreres sein: {names}. Schreiben Sie mehr davon.")
    one = found[0]
    return Ziel(**{one.kind: MODELS[one.kind].objects.get(pk=one.id)})


def adressaten(actor, *, on: date) -> list[str]:
    """Return the names of all to whom a step can be given."""
    return verzeichnis(actor, on=on).all_names()
