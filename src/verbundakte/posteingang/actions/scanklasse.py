"""A released class of scanned documents becomes a row; its Kürzel lasts and is its own."""

from datetime import date
from uuid import UUID

from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine.actions import install_baustein
from verbundakte.core.bausteine.kinds import STANDARD
from verbundakte.posteingang.models import Scanklasse
from verbundakte.posteingang.samples.scanklassen import standard_scanklassen
from verbundakte.posteingang.scan.klassen import SCANKLASSE, ScanklasseSpec


class KlasseNamed(Refusal):
    """A Kürzel that another class has, or a changed one."""


def furnish_scanklassen(actor, *, on: date) -> None:
    """Give a new town the classes as delivered."""
    for key, data in standard_scanklassen().items():
        install_baustein(actor, SCANKLASSE, key=key, data=data, on=on, origin=STANDARD)


def project(key: UUID, number: int, spec: ScanklasseSpec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Scanklasse.objects.create(key=key, version=number, valid_from=valid_from, **spec.data())


def guard_scanklasse(key: UUID, spec: ScanklasseSpec | None, on: date) -> None:
    """Refuse a Kürzel that another class has, and a changed one. Raises KlasseNamed."""
    if spec is None:
        return
    before = Scanklasse.objects.filter(key=key).order_by("version").first()
    if before is not None and before.kuerzel != spec.kuerzel:
        raise KlasseNamed(f"Das Kürzel bleibt „{before.kuerzel}“: Eingangskanäle nennen es so.")
    other = Scanklasse.objects.filter(kuerzel=spec.kuerzel).exclude(key=key).first()
    if other is not None:
        raise KlasseNamed(
            f"Das Kürzel „{spec.kuerzel}“ hat schon „{other}“. Geben Sie ein anderes ein."
        )
