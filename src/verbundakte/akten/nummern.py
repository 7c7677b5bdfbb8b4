"""Numbers from building blocks: how they look, from which circle they count, when two could be equal.

Pure functions like `rules`: no ORM, no clock, no settings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Labelled(StrEnum):
    """A choice with its German label."""

    label: str

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Gegenstand(Labelled):
    """What gets a number."""

    AKTE = "akte", "Akte"
    TEILAKTE = "teilakte", "Teilakte"
    VORGANG = "vorgang", "Vorgang"
    TEILVORGANG = "teilvorgang", "Teilvorgang"
    DOKUMENT = "dokument", "Dokument"


class Teil(Labelled):
    """A building block."""

    PLAN = "plan", "Aktenplankennzeichen"
    EINHEIT = "einheit", "Organisationseinheit"
    AKTE = "akte", "Nummer der Akte"
    VORGANG = "vorgang", "Nummer des Vorgangs"
    JAHR = "jahr", "Jahr, vierstellig"
    JAHR_KURZ = "jahr_kurz", "Jahr, zweistellig"
    NUMMER = "nummer", "Laufende Nummer"
    TRENNER = "trenner", "Trennzeichen"
    ZEICHEN = "zeichen", "Feste Zeichen"


class Kreis(Labelled):
    """Within what the numbers count on; in the next one they begin anew."""

    PLAN_JAHR = "plan_jahr", "je Aktenplaneinheit und Jahr"
    PLAN = "plan", "je Aktenplaneinheit"
    EINHEIT_JAHR = "einheit_jahr", "je Organisationseinheit und Jahr"
    AKTE = "akte", "je Akte"
    VORGANG = "vorgang", "je Vorgang"
    JAHR = "jahr", "je Jahr"
    GESAMT = "gesamt", "fortlaufend über alles"


TEXTS = (Teil.TRENNER, Teil.ZEICHEN)
YEARS = (Teil.JAHR, Teil.JAHR_KURZ)
NAMES = (Teil.PLAN, Teil.EINHEIT)
NEEDED = {
    Kreis.PLAN_JAHR: (Teil.PLAN, Teil.JAHR),
    Kreis.PLAN: (Teil.PLAN,),
    Kreis.EINHEIT_JAHR: (Teil.EINHEIT, Teil.JAHR),
    Kreis.AKTE: (Teil.AKTE,),
    Kreis.VORGANG: (Teil.VORGANG,),
    Kreis.JAHR: (Teil.JAHR,),
    Kreis.GESAMT: (),
}
ABOVE = {
    Gegenstand.AKTE: (),
    Gegenstand.TEILAKTE: (Teil.AKTE,),
    Gegenstand.VORGANG: (Teil.AKTE,),
    Gegenstand.TEILVORGANG: (Teil.AKTE, Teil.VORGANG),
    Gegenstand.DOKUMENT: (Teil.AKTE, Teil.VORGANG),
}
MOST_DIGITS = 9


@dataclass(frozen=True)
class Block:
    """One block: `zeichen` of a text, `stellen` to which a running number is filled with zeros."""

    teil: Teil
    zeichen: str = ""
    stellen: int = 1


@dataclass(frozen=True)
class Muster:
    """A pattern: its blocks in order, its circle and the first number of each circle."""

    gegenstand: Gegenstand
    kreis: Kreis
    blocks: tuple[Block, ...]
    start: int = 1


@dataclass(frozen=True)
class Place:
    """Where something stands that gets a number; `akte` and `vorgang` are numbers, keys their ids."""

    year: int
    plan: str = ""
    einheit: str = ""
    akte: str = ""
    vorgang: str = ""
    akte_key: str = ""
    vorgang_key: str = ""


STANDARD = {
    Gegenstand.AKTE: Muster(
        Gegenstand.AKTE,
        Kreis.PLAN_JAHR,
        (
            Block(Teil.PLAN),
            Block(Teil.TRENNER, "-"),
            Block(Teil.JAHR),
            Block(Teil.TRENNER, "/"),
            Block(Teil.NUMMER, stellen=4),
        ),
    ),
    Gegenstand.TEILAKTE: Muster(
        Gegenstand.TEILAKTE,
        Kreis.AKTE,
        (Block(Teil.AKTE), Block(Teil.ZEICHEN, ".T"), Block(Teil.NUMMER)),
    ),
    Gegenstand.VORGANG: Muster(
        Gegenstand.VORGANG,
        Kreis.AKTE,
        (Block(Teil.AKTE), Block(Teil.TRENNER, "-"), Block(Teil.NUMMER, stellen=2)),
    ),
    Gegenstand.TEILVORGANG: Muster(
        Gegenstand.TEILVORGANG,
        Kreis.VORGANG,
        (Block(Teil.VORGANG), Block(Teil.TRENNER, "."), Block(Teil.NUMMER)),
    ),
}
"""What holds where a town has released no pattern; Dokumente have no number of their own then."""
VORLAEUFIG = Muster(
    Gegenstand.AKTE,
    Kreis.JAHR,
    (
        Block(Teil.ZEICHEN, "vorl-"),
        Block(Teil.JAHR),
        Block(Teil.TRENNER, "/"),
        Block(Teil.NUMMER, stellen=4),
    ),
)
"""What a requested Akte is called while its gap-free number waits for the confirmation."""


def render(muster: Muster, place: Place, number: int) -> str:
    """Return a number such as `632.20-2026/0147`."""
    said = {
        Teil.PLAN: place.plan,
        Teil.EINHEIT: place.einheit,
        Teil.AKTE: place.akte,
        Teil.VORGANG: place.vorgang,
        Teil.JAHR: str(place.year),
        Teil.JAHR_KURZ: f"{place.year % 100:02d}",
    }
    return "".join(
        f"{number:0{block.stellen}d}"
        if block.teil is Teil.NUMMER
        else said.get(block.teil, block.zeichen)
        for block in muster.blocks
    )


def circle(muster: Muster, place: Place) -> str:
    """Return the key of the circle; the pattern may change its look and the numbers count on."""
    parts = {
        Kreis.PLAN_JAHR: f"{place.plan}:{place.year}",
        Kreis.AKTE: place.akte_key,
        Kreis.PLAN: f"plan:{place.plan}",
        Kreis.EINHEIT_JAHR: f"einheit:{place.einheit}:{place.year}",
        Kreis.VORGANG: place.vorgang_key,
        Kreis.JAHR: f"jahr:{place.year}",
        Kreis.GESAMT: "gesamt",
    }
    return f"{muster.gegenstand}:{parts[muster.kreis]}"


def problems(muster: Muster) -> Iterator[str]:
    """Yield why a pattern must not give numbers: two things could get the same one."""
    parts = [block.teil for block in muster.blocks]
    if parts.count(Teil.NUMMER) != 1:
        found = "fehlt" if Teil.NUMMER not in parts else "steht mehrmals darin"
        yield f"Die laufende Nummer {found}. Jede Nummer braucht sie genau einmal."
    for teil in (Teil.AKTE, Teil.VORGANG):
        if teil in parts and teil not in ABOVE[muster.gegenstand]:
            yield f"„{teil.label}“ gibt es bei {muster.gegenstand.label} nicht. Nehmen Sie es heraus."
    if not set(NEEDED[muster.kreis]) - set(YEARS) - set(NAMES) <= set(ABOVE[muster.gegenstand]):
        yield f"„{muster.kreis.label}“ zu zählen geht bei {muster.gegenstand.label} nicht."
        return
    for teil in NEEDED[muster.kreis]:
        here = any(year in parts for year in YEARS) if teil is Teil.JAHR else teil in parts
        if not here:
            yield (
                f"Gezählt wird {muster.kreis.label}, aber „{teil.label.partition(',')[0]}“ fehlt in"
                " der Nummer; so entstünde dieselbe Nummer zweimal. Nehmen Sie es auf oder zählen"
                " Sie anders."
            )
    yield from _unclear(muster.blocks)


def _unclear(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield which blocks run together, so that different places could read alike ("1"+"11")."""
    left = list(blocks)
    while left and (_peel(left, 0) or _peel(left, -1)):
        continue
    open_ended = [block for block in left if block.teil not in TEXTS + YEARS]
    if len(open_ended) > 1:
        first, second = open_ended[:2]
        yield (
            f"„{first.teil.label}“ und „{second.teil.label}“ sind nicht eindeutig getrennt; so"
            " könnten zwei verschiedene dieselbe Nummer bekommen. Setzen Sie ein Trennzeichen wie"
            " - oder / dazwischen."
        )


def _peel(left: list[Block], end: int) -> bool:
    """Take a block off one end when it can be told apart from the rest; tell whether it went."""
    block = left[end]
    if block.teil in TEXTS + YEARS:
        left.pop(end)
        return True
    if len(left) < 2:
        return False
    beside = left[1 if end == 0 else -2]
    if beside.teil not in TEXTS or not beside.zeichen:
        return False
    border = beside.zeichen[0 if end == 0 else -1]
    is_clear = not border.isdigit() if block.teil is Teil.NUMMER else _is_mark(border)
    if block.teil in (Teil.AKTE, Teil.VORGANG) or not is_clear:
        return False
    left.pop(end)
    return True


def _is_mark(char: str) -> bool:
    return not char.isalnum() and char != "."


def same_shape(one: Muster, other: Muster) -> bool:
    """Tell whether numbers of both look alike, so that they must come from one circle."""

    def shape(muster: Muster) -> list:
        return [(block.teil, block.zeichen) for block in muster.blocks]

    return shape(one) == shape(other)


def expression(muster: Muster) -> str:
    """Return a regular expression with a group for each block that is no text, in their order."""
    shapes = {
        Teil.PLAN: r"([0-9A-Za-z.]+)",
        Teil.EINHEIT: r"([0-9A-Za-z.]+)",
        Teil.AKTE: r"(.+)",
        Teil.VORGANG: r"(.+)",
        Teil.JAHR: r"([0-9]{4})",
        Teil.JAHR_KURZ: r"([0-9]{2})",
    }
    parts = [
        rf"([0-9]{{{block.stellen},{MOST_DIGITS}}})"
        if block.teil is Teil.NUMMER
        else shapes.get(block.teil, re.escape(block.zeichen))
        for block in muster.blocks
    ]
    return f"^{''.join(parts)}$"


def read(muster: Muster, text: str) -> tuple[Place, int] | None:
    """Return place and running number of a number that fits the pattern, else None."""
    found = re.match(expression(muster), text)
    if found is None:
        return None
    parts = [block.teil for block in muster.blocks if block.teil not in TEXTS]
    said = dict(zip(parts, found.groups(), strict=True))
    year = said.get(Teil.JAHR) or f"20{said.get(Teil.JAHR_KURZ, '00')}"
    place = Place(
        int(year),
        said.get(Teil.PLAN, ""),
        said.get(Teil.EINHEIT, ""),
        said.get(Teil.AKTE, ""),
        said.get(Teil.VORGANG, ""),
    )
    return place, int(said[Teil.NUMMER])
