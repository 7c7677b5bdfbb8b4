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
from verbundakte.posteingang.queries.vorschlaege import (
    Vorschlaege,
    Vorschlag,
    erkannt_in,
    named_in_subject,
    vorschlaege_for,
)

__all__ = [
    "ALLE",
    "EIGENE",
    "EINHEIT",
    "Vorschlaege",
    "Vorschlag",
    "Ziel",
    "Zielwahl",
    "ablage_of",
    "bereiche_of",
    "buch",
    "eingaenge",
    "erkannt_in",
    "files_of_rows",
    "get_eingang",
    "get_kanal",
    "kanaele",
    "medienbrueche_of",
    "named_in_subject",
    "proofs_of",
    "read_ziel",
    "referenzen_of",
    "require",
    "similar_to",
    "some_eingaenge",
    "twins_among",
    "vorschlaege_for",
    "waiting",
    "waiting_count",
    "waiting_page",
    "ziele",
    "zuleitungen_of",
]
