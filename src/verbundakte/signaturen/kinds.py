"""Names under which the room `signaturen` is known to core."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of the room."""

    VERIFY = "signaturen.datei.verify"
    SIGN = "signaturen.dokument.sign"
