"""Reading. What the actor may not see does not exist (404)."""

from verbundakte.posteingang.queries.doppel import (
    Doppel,
    doppel,
    twins_among,
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
    fristen_of,
    get_frist,
    get_proof,
    medienbrueche_of,
    merged_into,
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
from verbundakte.posteingang.queries.postmappe import (
    in_mappe,
    leads,
    led_by,
    vermerke_of,
)
from verbundakte.posteingang.queries.quarantaene import (
    get_held,
    held_of,
    quarantaene,
)
from verbundakte.posteingang.queries.rueckstand import (
    Gruppe,
    Rueckstand,
    liegetage,
    lying_too_long,
    rueckstand,
)
from verbundakte.posteingang.queries.schlange import (
    ALLE,
    EIGENE,
    EINHEIT,
    MAPPE,
    bereiche_of,
    files_of_rows,
    some_eingaenge,
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
    "MAPPE",
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
    "fristen_of",
    "get_eingang",
    "get_frist",
    "get_held",
    "get_kanal",
    "get_proof",
    "held_of",
    "in_mappe",
    "kanaele",
    "laufweg",
    "leads",
    "led_by",
    "liegetage",
    "lying_too_long",
    "medienbrueche",
    "medienbrueche_of",
    "merged_into",
    "named_in_subject",
    "proofs_of",
    "quarantaene",
    "read_ziel",
    "referenzen_of",
    "require",
    "rueckstand",
    "some_eingaenge",
    "twins_among",
    "vermerke_of",
    "vorschlaege_for",
    "waiting",
    "waiting_count",
    "waiting_for",
    "waiting_page",
    "ziele",
    "zuleitungen_of",
]
