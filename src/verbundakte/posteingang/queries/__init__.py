"""Reading. What the actor may not see does not exist (404)."""

from verbundakte.posteingang.queries.eingang import buch, eingaenge, get_eingang, require
from verbundakte.posteingang.queries.kanal import get_kanal, kanaele

__all__ = ["buch", "eingaenge", "get_eingang", "get_kanal", "kanaele", "require"]
