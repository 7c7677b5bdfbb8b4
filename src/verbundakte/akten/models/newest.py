"""The index of a list that shows the newest first."""

from collections.abc import Sequence

from django.db import models


def newest(name: str, *place: str, beside: Sequence[str]) -> models.Index:
    """Return the index of what a town has in a place, the newest first.

    `beside`: columns that tell whether somebody may see a row, so that lists find and count without
    reading it (docs/adr/0014).
    """
    fields = ["tenant", *place, "-created_at", "-id"]
    return models.Index(fields=fields, include=list(beside), name=name)
