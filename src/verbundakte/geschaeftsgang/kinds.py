"""Names under which the room `geschaeftsgang` is known to core."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of the room."""

    HAND_OVER_SCHRITTE = "geschaeftsgang.schritt.hand_over"
    MORGENPOST = "geschaeftsgang.morgenpost"
    HAND_OVER_TERMINE = "geschaeftsgang.termin.hand_over"
