"""Reading in the room `schriftverkehr`: the actor comes first, what she may not see is 404."""

from verbundakte.schriftverkehr.queries.schreiben import (
    empfaenger_of,
    get_schreiben,
    schreiben_seen,
)

__all__ = ["empfaenger_of", "get_schreiben", "schreiben_seen"]
