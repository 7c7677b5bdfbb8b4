"""Names under which messages of authorities are known to core."""

from enum import StrEnum


class NachrichtJob(StrEnum):
    """Jobs of messages."""

    TAKE = "posteingang.nachricht.take"
