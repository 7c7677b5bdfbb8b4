"""Names under which the room `schriftverkehr` is known to core."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of the room."""

    SERIE = "schriftverkehr.serie.write"
    SERIE_FINISH = "schriftverkehr.serie.finish"
    SERIE_SEND = "schriftverkehr.serie.send"
