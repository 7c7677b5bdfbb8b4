"""Vorlagen, texts, heads and rules of signing: what follows from the release of their Bausteine."""

from datetime import date
from functools import partial
from uuid import UUID

from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine import Spec
from verbundakte.core.bausteine.actions import install_baustein
from verbundakte.core.bausteine.kinds import STANDARD
from verbundakte.schriftverkehr.bausteine import (
    BRIEFKOPF,
    BRIEFVORLAGE,
    TEXTBAUSTEIN,
    ZEICHNUNGSBEFUGNIS,
)
from verbundakte.schriftverkehr.models import (
    Briefkopf,
    Briefvorlage,
    Textbaustein,
    Vorgabe,
    Zeichnungsbefugnis,
)
from verbundakte.schriftverkehr.samples import delivered

ROWS: dict[str, type[Vorgabe]] = {
    BRIEFVORLAGE: Briefvorlage,
    TEXTBAUSTEIN: Textbaustein,
    BRIEFKOPF: Briefkopf,
    ZEICHNUNGSBEFUGNIS: Zeichnungsbefugnis,
}


class KuerzelKept(Refusal):
    """A Kürzel that another one has, or a changed one: Vorlagen and programs name it so."""


def furnish_vorgaben(actor, *, on: date) -> None:
    """Give a new town what is delivered; its Briefkopf it fills in itself."""
    for kind in (BRIEFVORLAGE, TEXTBAUSTEIN, ZEICHNUNGSBEFUGNIS):
        for key, data in delivered(kind).items():
            install_baustein(actor, kind, key=key, data=data, on=on, origin=STANDARD)


def project(kind: str, key: UUID, number: int, spec: Spec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    ROWS[kind].objects.create(
        key=key,
        version=number,
        kuerzel=spec.kuerzel,
        bezeichnung=spec.title(),
        inhalt=spec.data(),
        valid_from=valid_from,
    )


def guard(kind: str, key: UUID, spec: Spec | None, on: date) -> None:
    """Refuse a Kürzel that another one has, and a changed one. Raises KuerzelKept."""
    if spec is None:
        return
    rows = ROWS[kind].objects
    before = rows.filter(key=key).order_by("version").first()
    if before is not None and before.kuerzel != spec.kuerzel:
        raise KuerzelKept(f"Das Kürzel bleibt „{before.kuerzel}“: Vorlagen nennen es so.")
    other = rows.filter(kuerzel=spec.kuerzel).exclude(key=key).first()
    if other is not None:
        raise KuerzelKept(
            f"Das Kürzel „{spec.kuerzel}“ hat schon „{other}“. Geben Sie ein anderes ein."
        )


def projection(kind: str) -> dict:
    """Return how released versions of a kind become rows (`core.bausteine.projected`)."""
    return {
        "project": partial(project, kind),
        "rows": (ROWS[kind],),
        "guard": partial(guard, kind),
    }
