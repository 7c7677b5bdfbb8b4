"""The tree of a text: pieces as they stand, fields, conditions, repetitions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A piece as it stands."""

    text: str


@dataclass(frozen=True)
class Feld:
    """A value, perhaps said in another form; `line` is where it stands."""

    path: str
    form: str = ""
    line: int = 1


@dataclass(frozen=True)
class Vergleich:
    """A comparison; without `operator` the value only has to be there."""

    path: str
    operator: str = ""
    value: str = ""
    line: int = 1


@dataclass(frozen=True)
class Verknuepfung:
    """`und`, `oder` of several conditions, or `nicht` of one."""

    word: str
    parts: tuple


Bedingung = Vergleich | Verknuepfung


@dataclass(frozen=True)
class Wenn:
    """What stands there if a condition holds, and what else."""

    condition: Bedingung
    then: tuple
    otherwise: tuple


@dataclass(frozen=True)
class Je:
    """What stands there once for each row of a list."""

    path: str
    body: tuple
    line: int = 1


Knoten = Text | Feld | Wenn | Je
