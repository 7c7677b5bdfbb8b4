"""Names under which the room `datenschutz` is known to core."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of the room."""

    COLLECT = "datenschutz.auskunft.collect"
    FINISH = "datenschutz.auskunft.finish"
    FINISH_TEIL = "datenschutz.auskunft.finish_teil"
