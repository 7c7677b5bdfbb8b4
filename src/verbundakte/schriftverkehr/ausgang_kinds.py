"""Names under which the jobs of the Postausgang are known to core."""

from enum import StrEnum


class AusgangJob(StrEnum):
    """Jobs of what leaves the house."""

    PRINT = "schriftverkehr.druckauftrag.print"
    SEND_MAIL = "schriftverkehr.mail.send"
    READ_REPORT = "schriftverkehr.mail.read_report"
