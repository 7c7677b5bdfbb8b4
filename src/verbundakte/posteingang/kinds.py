"""Names under which the room `posteingang` is known to core."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of the room."""

    SPLIT = "posteingang.eingang.split"
    HAND_OVER = "posteingang.eingang.hand_over"
    FOLLOW_UNIT = "posteingang.einheit.follow"
