"""How fast the search answers over many Dokumente: a generated town, and what is measured in it."""

from suchlast.daten import Bestand, prepared
from suchlast.messen import measured, summary

__all__ = ["Bestand", "measured", "prepared", "summary"]
