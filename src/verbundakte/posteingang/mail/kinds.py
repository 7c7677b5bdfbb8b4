"""Names under which the jobs of the mail are known to core."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of mailboxes."""

    FETCH_MAIL = "posteingang.postfach.fetch"
