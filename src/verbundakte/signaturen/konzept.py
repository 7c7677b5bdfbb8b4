"""The Signaturkonzept of a municipality and its time stamp services are Bausteine."""

import re
from collections.abc import Iterator

from verbundakte.core.bausteine import Problem, Spec, baustein, free
from verbundakte.core.outbound import TargetRefused, read_target
from verbundakte.signaturen.form import SATISFIED_BY, Form, Schritt

SIGNATURKONZEPT, ZEITSTEMPELDIENST = "signaturen.signaturkonzept", "signaturen.zeitstempeldienst"
KUERZEL = re.compile(r"[a-z][a-z0-9-]{1,29}")
MOST = 4


@baustein(SIGNATURKONZEPT)
class SignaturkonzeptSpec(Spec, label="Form der Unterschrift"):
    """Which form documents of one kind need, which rule says so, who signs, before which step."""

    bezeichnung: str = free(max_length=120)
    dokumenttyp: str = free(
        "Art des Dokuments (Kürzel)", max_length=30, hint="Zum Beispiel: bescheid"
    )
    form: Form = free("Form")
    regel: str = free(
        "Vorschrift",
        default="",
        max_length=300,
        hint="Die Regel, die diese Form verlangt, zum Beispiel: § 37 Abs. 3 VwVfG.",
    )
    wer: str = free(
        "Wer unterschreibt",
        default="",
        max_length=200,
        hint="Zum Beispiel: Bürgermeisterin und eine vertretungsberechtigte Person.",
    )
    anzahl: int = free(
        "Wie viele unterschreiben", default=1, hint="Verpflichtungserklärungen brauchen oft zwei."
    )
    schritt: Schritt = free("Verlangt", default=Schritt.VERSAND)
    takes_seal: bool = free(
        "Ein qualifiziertes Siegel der Behörde genügt auch (§ 3a Abs. 3 VwVfG)", default=False
    )

    def check(self) -> Iterator[Problem]:
        """Yield what cannot be."""
        if not KUERZEL.fullmatch(self.dokumenttyp):
            yield Problem(
                "dokumenttyp",
                "Nennen Sie das Kürzel einer Art, zum Beispiel: bescheid. Es steht bei der Art unter"
                " „Vorlagen und Regeln“.",
            )
        if not 1 <= self.anzahl <= MOST:
            yield Problem("anzahl", f"Es unterschreiben eine bis {MOST} Personen.")
        if self.takes_seal and self.form not in (
            Form.QUALIFIZIERTE_SIGNATUR,
            Form.HANDSCHRIFTLICH,
        ):
            yield Problem(
                "takes_seal",
                "Das Häkchen gilt nur, wo die Vorschrift eine Unterschrift oder eine qualifizierte"
                " Signatur verlangt.",
            )

    def check_release(self) -> Iterator[Problem]:
        """Yield what a rule in force must have: where a form is demanded, the law that does so."""
        if self.form in SATISFIED_BY and not self.regel:
            yield Problem("regel", "Nennen Sie die Vorschrift, die diese Form verlangt.")


@baustein(ZEITSTEMPELDIENST)
class ZeitstempeldienstSpec(Spec, label="Zeitstempeldienst"):
    """A time stamp authority (RFC 3161) that is asked when the house signs."""

    bezeichnung: str = free(max_length=120)
    adresse: str = free("Adresse", max_length=300, hint="Zum Beispiel: https://beispiel.de/tsa")
    position: int = free(
        "Reihenfolge",
        default=100,
        hint="Die kleinere Zahl wird zuerst gefragt, danach die nächste.",
    )

    def check(self) -> Iterator[Problem]:
        """Yield why the address cannot be asked."""
        try:
            read_target(self.adresse)
        except TargetRefused as refused:
            yield Problem("adresse", refused.message)
