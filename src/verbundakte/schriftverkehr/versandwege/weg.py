"""What a way out is asked before something goes on it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ziel:
    """To whom something is to go, as it is written."""

    name: str
    anschrift: str = ""
    adresse: str = ""
    betreff: str = ""


@dataclass(frozen=True)
class Versandweg:
    """`problem(ziel)`: why it cannot go there, as a German sentence, "" when it can. `is_printed`: it
    becomes part of a print job; `is_sent_by_us`: a job carries it, nobody says that it has gone.
    `needs_pdf`: its files must have pages."""

    problem: Callable[[Ziel], str]
    is_printed: bool = False
    is_sent_by_us: bool = False
    needs_pdf: bool = True
