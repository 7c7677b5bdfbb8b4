"""Computation of Fristen after BGB, VwVfG, AO and SGB X, and when something counts as bekannt gegeben.

Pure and exact; every result is a list of steps, each a German sentence with its paragraph.
"""

from verbundakte.standards.fristen.bekanntgabe import (
    Bekanntgaberegel,
    Versandart,
    Wochenendregel,
    Zugang,
    compute_bekanntgabe,
    regel_on,
)
from verbundakte.standards.fristen.frist import (
    Beginn,
    Berechnung,
    Dauer,
    Einheit,
    Schritt,
    compute_frist,
    span_end,
    written_on,
)
from verbundakte.standards.fristen.gesetze import GESETZE, Gesetz
from verbundakte.standards.fristen.zustellung import ZUSTELLUNGEN, Zustellart, compute_zustellung

__all__ = [
    "GESETZE",
    "ZUSTELLUNGEN",
    "Beginn",
    "Bekanntgaberegel",
    "Berechnung",
    "Dauer",
    "Einheit",
    "Gesetz",
    "Schritt",
    "Versandart",
    "Wochenendregel",
    "Zugang",
    "Zustellart",
    "compute_bekanntgabe",
    "compute_frist",
    "compute_zustellung",
    "regel_on",
    "span_end",
    "written_on",
]
