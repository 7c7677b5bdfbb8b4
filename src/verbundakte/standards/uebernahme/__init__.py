"""Taking over an old system: its tables read into typed rows, with every problem named."""

from verbundakte.standards.uebernahme.abbildung import Abbildung, AbbildungInvalid, read_abbildung
from verbundakte.standards.uebernahme.bestand import Bestand, Row, read_bestand
from verbundakte.standards.uebernahme.felder import FIELDS, KINDS
from verbundakte.standards.uebernahme.tabellen import Finding

__all__ = [
    "FIELDS",
    "KINDS",
    "Abbildung",
    "AbbildungInvalid",
    "Bestand",
    "Finding",
    "Row",
    "read_abbildung",
    "read_bestand",
]
