"""The jobs of learning."""

from enum import StrEnum


class LernJob(StrEnum):
    """Jobs that read and learn."""

    READ = "posteingang.lesen"
