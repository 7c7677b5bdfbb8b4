"""Reading in this room; the actor comes first, and what she may not see is a 404."""

from verbundakte.datenschutz.queries.lesen import (
    MOST_ROWS,
    Lesezugriff,
    auswertungen,
    get_auswertung,
    has_lesevermerke,
    kept_days,
    may_see_result,
    names_of,
    open_town,
    persons_to_ask_about,
    require,
    result_of,
    speicherdauer,
    waiting_auswertungen,
)

__all__ = [
    "MOST_ROWS",
    "Lesezugriff",
    "auswertungen",
    "get_auswertung",
    "has_lesevermerke",
    "kept_days",
    "may_see_result",
    "names_of",
    "open_town",
    "persons_to_ask_about",
    "require",
    "result_of",
    "speicherdauer",
    "waiting_auswertungen",
]
