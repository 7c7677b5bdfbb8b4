"""Reading. What the actor may not see does not exist (404)."""

from verbundakte.posteingang.queries.eingang import buch, eingaenge, get_eingang, require
from verbundakte.posteingang.queries.einzeln import (
    Zielwahl,
    ablage_of,
    medienbrueche_of,
    proofs_of,
    read_ziel,
    referenzen_of,
    ziele,
    zuleitungen_of,
)
from verbundakte.posteingang.queries.kanal import get_kanal, kanaele
from verbundakte.posteingang.queries.schlange import (
    ALLE,
    EIGENE,
    EINHEIT,
    bereiche_of,
    files_of_rows,
    similar_to,
    some_eingaenge,
    twins_among,
    waiting,
    waiting_count,
    waiting_page,
)

__all__ = [
    "ALLE",
    "EIGENE",
    "EINHEIT",
    "Zielwahl",
    "ablage_of",
    "bereiche_of",
    "buch",
    "eingaenge",
    "files_of_rows",
    "get_eingang",
    "get_kanal",
    "kanaele",
    "medienbrueche_of",
    "proofs_of",
    "read_ziel",
    "referenzen_of",
    "require",
    "similar_to",
    "some_eingaenge",
    "twins_among",
    "waiting",
    "waiting_count",
    "waiting_page",
    "ziele",
    "zuleitungen_of",
]
