"""What a release means for templates that build on what is released, in German sentences."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from verbundakte.akten.aktenplan import AktenplanSpec
from verbundakte.akten.bausteine import TypSpec
from verbundakte.akten.felder import sorted_felder
from verbundakte.akten.models import Aktenplaneinheit, Schriftgutvorlage
from verbundakte.akten.queries.vorlage import left_out_in, preset_in
from verbundakte.akten.vorlagen import (
    AktenvorlageSpec,
    VorgangsvorlageSpec,
    presets_of,
    read_vorlage,
)
from verbundakte.core.clock import today

CHANGE = "Ändern Sie die Vorlage, sonst bleibt das leer."
Begun = AktenvorlageSpec | VorgangsvorlageSpec


def _lasting() -> Iterator[tuple[Schriftgutvorlage, Begun]]:
    """Yield the templates that hold today or will, by name."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=today())
    for row in Schriftgutvorlage.objects.filter(lasting).order_by("bezeichnung", "pk"):
        yield row, read_vorlage(row.kind, row.inhalt)


def templates_not_fitting(key: UUID, spec: TypSpec) -> list[str]:
    """Return what templates preset that this version of a Vorgangstyp does not have or not allow."""
    felder, told = sorted_felder(feld.data() for feld in spec.felder), []
    for row, vorlage in _lasting():
        for preset in presets_of(vorlage):
            if preset.vorgangstyp is None or preset.vorgangstyp.key != key:
                continue
            _, missing = preset_in(None, preset, felder, spec.bezeichnung, on=today())
            told += [f"Vorlage „{row.bezeichnung}“: {sentence} {CHANGE}" for sentence in missing]
    return list(dict.fromkeys(told))


def notes_vorlage(key: UUID, spec: Begun) -> list[str]:
    """Return what of a template does not fit today: Stellen, Vorgangstyp, fields, place in the plan."""
    plan = Aktenplaneinheit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today()))
    numbers = list(plan.values_list("kennzeichen", flat=True))
    return [*left_out_in(None, spec, on=today()), *_nowhere(spec, numbers)]


def notes_aktenplan(key: UUID, spec: AktenplanSpec) -> list[str]:
    """Return which templates are bound to Kennzeichen that this version of the plan does not have."""
    numbers = [unit.kennzeichen for unit in spec.einheiten]
    return [
        f"Vorlage „{row.bezeichnung}“: {sentence}"
        for row, vorlage in _lasting()
        for sentence in _nowhere(vorlage, numbers)
    ]


def _nowhere(spec: Begun, numbers: list[str]) -> list[str]:
    return [
        f"Unter „{wanted}“ steht nichts im Aktenplan; dort wird sie niemandem angeboten."
        for wanted in sorted(spec.kennzeichen)
        if not any(number.startswith(wanted) for number in numbers)
    ]
