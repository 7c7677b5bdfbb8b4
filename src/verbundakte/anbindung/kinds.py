"""Names under which the room `anbindung` is known to core."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of the room."""

    DELIVER = "anbindung.meldung.deliver"
