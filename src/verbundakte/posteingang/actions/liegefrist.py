"""A released Liegefrist becomes a row."""

from datetime import date
from uuid import UUID

from verbundakte.posteingang.liegefrist import LiegefristSpec
from verbundakte.posteingang.models import Liegefrist


def project_liegefrist(key: UUID, number: int, spec: LiegefristSpec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Liegefrist.objects.create(key=key, version=number, valid_from=valid_from, **spec.data())
