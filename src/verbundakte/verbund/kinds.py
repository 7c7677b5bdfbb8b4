"""Names under which the room `verbund` is known to core."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of the room."""

    PAKET = "verbund.paket.make"
