"""The forms in which a document can leave the house, and which of them satisfies which (pure).

eIDAS Art. 3, 25, 26, 35, 36; §§ 3a, 37 VwVfG and their parallels in the Länder.
"""

from collections.abc import Iterable
from enum import StrEnum


class _Named(StrEnum):
    label: str

    def __new__(cls, value: str, label: str):
        """Return the member with its German label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Form(_Named):
    """A form of signing. The first four leave no proof that a program could verify."""

    KEINE = "keine", "keine besondere Form"
    NAMENSWIEDERGABE = "namenswiedergabe", "Namenswiedergabe"
    EINFACHE_SIGNATUR = "einfache_signatur", "einfache Signatur"
    HANDSCHRIFTLICH = "handschriftlich", "handschriftliche Unterschrift"
    FORTGESCHRITTENE_SIGNATUR = "fortgeschrittene_signatur", "fortgeschrittene Signatur"
    QUALIFIZIERTE_SIGNATUR = "qualifizierte_signatur", "qualifizierte Signatur"
    FORTGESCHRITTENES_SIEGEL = "fortgeschrittenes_siegel", "fortgeschrittenes Siegel"
    QUALIFIZIERTES_SIEGEL = "qualifiziertes_siegel", "qualifiziertes Siegel"


class Schritt(_Named):
    """Before which step the form must be there."""

    SCHLUSSZEICHNUNG = "schlusszeichnung", "vor der Schlusszeichnung"
    VERSAND = "versand", "vor dem Versand"


UNVERIFIED = frozenset({Form.KEINE, Form.NAMENSWIEDERGABE, Form.EINFACHE_SIGNATUR})
SATISFIED_BY = {
    Form.FORTGESCHRITTENE_SIGNATUR: {Form.FORTGESCHRITTENE_SIGNATUR, Form.QUALIFIZIERTE_SIGNATUR},
    Form.QUALIFIZIERTE_SIGNATUR: {Form.QUALIFIZIERTE_SIGNATUR},
    Form.FORTGESCHRITTENES_SIEGEL: {Form.FORTGESCHRITTENES_SIEGEL, Form.QUALIFIZIERTES_SIEGEL},
    Form.QUALIFIZIERTES_SIEGEL: {Form.QUALIFIZIERTES_SIEGEL},
    Form.HANDSCHRIFTLICH: {Form.QUALIFIZIERTE_SIGNATUR},
}


def count_satisfying(demanded: Form, given: Iterable[Form], *, takes_seal: bool = False) -> int:
    """Return how many of the forms `given` satisfy the one demanded.

    An advanced seal never replaces Schriftform. A qualified seal of the authority does where the rule
    takes it (`takes_seal`, § 3a Abs. 3 Satz 2 Nr. 3 VwVfG); a qualified signature replaces ink.
    """
    wanted = SATISFIED_BY.get(demanded, set())
    if takes_seal and demanded in (Form.QUALIFIZIERTE_SIGNATUR, Form.HANDSCHRIFTLICH):
        wanted = wanted | {Form.QUALIFIZIERTES_SIEGEL}
    return sum(form in wanted for form in given)
