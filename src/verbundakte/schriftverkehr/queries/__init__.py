"""Reading in the room `schriftverkehr`: the actor comes first, what she may not see is 404."""

from verbundakte.schriftverkehr.queries.kreis import get_kreis, kontakte_named, kreise
from verbundakte.schriftverkehr.queries.satz import (
    Blatt,
    Satz,
    empfaenger_from,
    letters_to_others,
    put_together,
)
from verbundakte.schriftverkehr.queries.schreiben import (
    blatt_of,
    empfaenger_of,
    enclosable,
    exemplare_of,
    get_schreiben,
    reinschrift_of,
    schreiben_in,
    schreiben_of,
    schreiben_seen,
    signed_digest,
)
from verbundakte.schriftverkehr.queries.serie import get_serie, listen_of, serien_of, stand_of
from verbundakte.schriftverkehr.queries.vorlagen import (
    get_vorlage,
    own_besetzung,
    signers,
    vorlagen,
)

__all__ = [
    "Blatt",
    "Satz",
    "blatt_of",
    "empfaenger_from",
    "empfaenger_of",
    "enclosable",
    "exemplare_of",
    "get_kreis",
    "get_schreiben",
    "get_serie",
    "get_vorlage",
    "kontakte_named",
    "kreise",
    "letters_to_others",
    "listen_of",
    "own_besetzung",
    "put_together",
    "reinschrift_of",
    "schreiben_in",
    "schreiben_of",
    "schreiben_seen",
    "serien_of",
    "signed_digest",
    "signers",
    "stand_of",
    "vorlagen",
]
