"""What is below the form that its rule demands is refused, with the rule (praxis of dispatch)."""

from verbundakte.akten.models import Dokument
from verbundakte.core.actions import Refusal
from verbundakte.signaturen.form import UNVERIFIED, Form, Schritt, count_satisfying
from verbundakte.signaturen.models import Signaturkonzept
from verbundakte.signaturen.queries import forms_of, vorgaben_for


class FormMissing(Refusal):
    """A Dokument does not have the form that its rule demands."""

    def __init__(self, vorgabe: Signaturkonzept, given: list[Form]):
        count = f"{vorgabe.anzahl}-mal " if vorgabe.anzahl > 1 else ""
        whose = f" ({vorgabe.wer})" if vorgabe.wer else ""
        rule = f" nach {vorgabe.regel}" if vorgabe.regel else ""
        has = ", ".join(form.label for form in given) or "keine Signatur"
        super().__init__(
            f"„{vorgabe.bezeichnung}“ verlangt{rule} {Form(vorgabe.form).label} {count}"
            f"{Schritt(vorgabe.schritt).label}{whose}. Die geltende Fassung trägt: {has}."
        )
        self.vorgabe = vorgabe


def keeps(row: Signaturkonzept, given: list[Form]) -> bool:
    """Tell whether the forms of a Fassung satisfy a rule."""
    return count_satisfying(Form(row.form), given, takes_seal=row.takes_seal) >= row.anzahl


def check_form(
    actor, dokument: Dokument, *, schritt: Schritt = Schritt.VERSAND, on_paper: bool = False
) -> None:
    """Refuse a step while the newest Fassung has not the form that is demanded. Raises FormMissing.

    `on_paper`: it leaves on paper and is signed in ink. Forms that a program cannot verify
    (reproduced name, simple signature) are the signer's own duty and never stop anything here.
    """
    vorgaben = [
        row
        for row in vorgaben_for(actor, dokument, schritt=schritt)
        if row.form not in UNVERIFIED and not (on_paper and row.form == Form.HANDSCHRIFTLICH)
    ]
    if not vorgaben:
        return
    fassung = dokument.fassungen.standing().first()
    given = forms_of(actor, fassung) if fassung is not None else []
    for row in vorgaben:
        if not keeps(row, given):
            raise FormMissing(row, given)
