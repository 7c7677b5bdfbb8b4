"""Reading. What the actor may not see does not exist (404)."""

from verbundakte.posteingang.queries.doppel import (
    Doppel,
    doppel,
)
from verbundakte.posteingang.queries.eingang import (
    buch,
    eingaenge,
    get_eingang,
    require,
)
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
from verbundakte.posteingang.queries.kanal import (
    get_kanal,
    kanaele,
)
from verbundakte.posteingang.queries.laufweg import (
    Schritt,
    eingaenge_of,
    laufweg,
)
from verbundakte.posteingang.queries.medienbruch import (
    zahlen as medienbrueche,
)
from verbundakte.posteingang.queries.rueckstand import Gruppe, Rueckstand, rueckstand
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
from verbundakte.posteingang.queries.wartend import (
    fristen_for,
    waiting_for,
)

__all__ = [
    "ALLE",
    "EIGENE",
    "EINHEIT",
    "Doppel",
    "Gruppe",
    "Rueckstand",
    "Schritt",
    "Vorschlaege",
    "Vorschlag",
    "Zielwahl",
    "ablage_of",
    "bereiche_of",
    "buch",
    "doppel",
    "eingaenge",
    "eingaenge_of",
    "erkannt_in",
    "files_of_rows",
    "fristen_for",
    "get_eingang",
    "get_kanal",
    "kanaele",
    "laufweg",
    "medienbrueche",
    "medienbrueche_of",
    "named_in_subject",
    "proofs_of",
    "read_ziel",
    "referenzen_of",
    "require",
    "rueckstand",
    "similar_to",
    "some_eingaenge",
    "twins_among",
    "vorschlaege_for",
    "waiting",
    "waiting_count",
    "waiting_for",
    "waiting_page",
    "ziele",
    "zuleitungen_of",
]
