"""Released rules about signing become rows; two rules for the same step are refused."""

from datetime import date
from uuid import UUID

from verbundakte.core.actions import Refusal
from verbundakte.signaturen.konzept import SignaturkonzeptSpec, ZeitstempeldienstSpec
from verbundakte.signaturen.models import Signaturkonzept, Zeitstempeldienst


class TwoRules(Refusal):
    """Another rule says already which form is needed."""


def project_konzept(key: UUID, number: int, spec: SignaturkonzeptSpec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Signaturkonzept.objects.create(key=key, version=number, valid_from=valid_from, **spec.data())


def guard_konzept(key: UUID, spec: SignaturkonzeptSpec | None, on: date) -> None:
    """Refuse a second rule for the same kind of document and step. Raises TwoRules."""
    if spec is None:
        return
    others = Signaturkonzept.objects.valid_on(on).exclude(key=key)
    other = others.filter(dokumenttyp=spec.dokumenttyp, schritt=spec.schritt).first()
    if other is not None:
        raise TwoRules(
            f"Für „{spec.dokumenttyp}“ gilt {spec.schritt.label} schon „{other}“. Ändern Sie diese"
            " Regel, oder ziehen Sie sie zurück."
        )


def project_dienst(key: UUID, number: int, spec: ZeitstempeldienstSpec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Zeitstempeldienst.objects.create(key=key, version=number, valid_from=valid_from, **spec.data())
