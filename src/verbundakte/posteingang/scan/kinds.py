"""Jobs about scans."""

from enum import StrEnum


class ScanJob(StrEnum):
    """Jobs about watched folders, batches and their proof."""

    TAKE = "posteingang.ordner.take"
    DIVIDE = "posteingang.stapel.divide"
    SEAL = "posteingang.vermerk.seal"
