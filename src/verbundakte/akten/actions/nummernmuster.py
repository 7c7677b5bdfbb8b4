"""A released number pattern becomes a row; one that could give a number twice is refused."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from verbundakte.akten import nummern
from verbundakte.akten.actions.nummer import USED
from verbundakte.akten.models import Nummernkreis, Nummernmuster
from verbundakte.akten.nummern import Gegenstand, Kreis, Muster
from verbundakte.akten.nummernmuster import NummernmusterSpec
from verbundakte.core.actions import Refusal

MOST_READ = 200_000
ABOVE = (Kreis.AKTE, Kreis.VORGANG)


class SecondStandard(Refusal):
    """Two patterns that both hold where the plan names none."""


class OtherCircle(Refusal):
    """Numbers of two patterns look alike but are counted apart."""


class NumberInUse(Refusal):
    """The pattern would give numbers that something bears already."""


def project_nummernmuster(
    key: UUID, number: int, spec: NummernmusterSpec, valid_from: date
) -> None:
    """Make the row of a released version (called by its release)."""
    muster = spec.muster()
    Nummernmuster.objects.create(
        key=key,
        version=number,
        bezeichnung=spec.bezeichnung,
        gegenstand=muster.gegenstand,
        kreis=muster.kreis,
        bloecke=[[block.teil, block.zeichen, block.stellen] for block in muster.blocks],
        start=muster.start,
        is_standard=spec.is_standard,
        is_lueckenlos=spec.is_lueckenlos,
        valid_from=valid_from,
    )


def check_nummernmuster(key: UUID, spec: NummernmusterSpec | None, on: date) -> None:
    """Refuse a pattern that could give a number twice: SecondStandard, OtherCircle, NumberInUse."""
    if spec is None:
        return
    muster = spec.muster()
    holding = Nummernmuster.objects.exclude(key=key).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    for other in holding:
        if spec.is_standard and other.is_standard and other.gegenstand == muster.gegenstand:
            raise SecondStandard(
                f"„{other}“ gilt schon überall für {muster.gegenstand.label}. Ziehen Sie es zuerst"
                " zurück, oder nehmen Sie hier das Häkchen „Gilt überall“ heraus."
            )
        _check_circle(muster, other.muster, str(other))
    standard = nummern.STANDARD.get(muster.gegenstand)
    if standard and not spec.is_standard:
        _check_circle(muster, standard, "das übliche Aktenzeichen")
    _check_unused(muster)


def _check_circle(muster: Muster, other: Muster, name: str) -> None:
    shares = USED[muster.gegenstand] == USED[other.gegenstand]
    is_apart = (muster.gegenstand, muster.kreis) != (other.gegenstand, other.kreis)
    if shares and is_apart and nummern.same_shape(muster, other):
        raise OtherCircle(
            f"„{name}“ vergibt gleich gebaute Nummern, zählt aber anders ({other.kreis.label})."
            " So entstünde dieselbe Nummer zweimal. Nehmen Sie andere Zeichen oder zählen Sie"
            " ebenso."
        )


def _check_unused(muster: Muster) -> None:
    """Raise NumberInUse when numbers of this shape exist beyond what their circle has counted.

    Circles within one Akte or Vorgang step over what is in use there and are not asked.
    """
    if muster.kreis in ABOVE:
        return
    model, field = USED[muster.gegenstand]
    rows = model.objects.filter(**{f"{field}__regex": nummern.expression(muster)})
    highest: dict[str, tuple[int, str]] = {}
    for text in rows.values_list(field, flat=True)[:MOST_READ].iterator():
        place, number = nummern.read(muster, text) or (None, 0)
        if place is not None:
            circle = nummern.circle(muster, place)
            highest[circle] = max(highest.get(circle, (0, "")), (number, text))
    counted = dict(Nummernkreis.objects.filter(key__in=list(highest)).values_list("key", "last"))
    for circle, (number, text) in sorted(highest.items()):
        if max(counted.get(circle, 0), muster.start - 1) < number:
            what = Gegenstand(muster.gegenstand).label
            raise NumberInUse(
                f"Die Nummer {text} trägt schon etwas anderes. Lassen Sie die Zählung ({what}) bei"
                f" {number + 1} beginnen, oder nehmen Sie andere Zeichen."
            )
