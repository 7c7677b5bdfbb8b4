"""Which form satisfies which, and the rules about it as Bausteine."""

from datetime import date

import pytest

from verbundakte.core.bausteine.actions import create_baustein, release
from verbundakte.core.bausteine.versions import pending
from verbundakte.core.models import BausteinVersion
from verbundakte.signaturen.actions.konzept import TwoRules
from verbundakte.signaturen.form import Form, count_satisfying
from verbundakte.signaturen.konzept import SIGNATURKONZEPT, ZEITSTEMPELDIENST
from verbundakte.signaturen.models import Signaturkonzept
from verbundakte.signaturen.queries import zeitstempeldienste
from verbundakte.verbund.services import SETUP

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("demanded", "given", "takes_seal", "count"),
    [
        (Form.FORTGESCHRITTENE_SIGNATUR, Form.QUALIFIZIERTE_SIGNATUR, False, 1),
        (Form.FORTGESCHRITTENE_SIGNATUR, Form.FORTGESCHRITTENES_SIEGEL, False, 0),
        (Form.QUALIFIZIERTE_SIGNATUR, Form.FORTGESCHRITTENE_SIGNATUR, False, 0),
        (Form.QUALIFIZIERTE_SIGNATUR, Form.QUALIFIZIERTES_SIEGEL, False, 0),
        (Form.QUALIFIZIERTE_SIGNATUR, Form.QUALIFIZIERTES_SIEGEL, True, 1),
        (Form.QUALIFIZIERTE_SIGNATUR, Form.FORTGESCHRITTENES_SIEGEL, True, 0),
        (Form.FORTGESCHRITTENES_SIEGEL, Form.QUALIFIZIERTES_SIEGEL, False, 1),
        (Form.QUALIFIZIERTES_SIEGEL, Form.FORTGESCHRITTENES_SIEGEL, False, 0),
        (Form.HANDSCHRIFTLICH, Form.QUALIFIZIERTE_SIGNATUR, False, 1),
        (Form.HANDSCHRIFTLICH, Form.FORTGESCHRITTENE_SIGNATUR, False, 0),
    ],
)
def test_an_advanced_seal_never_replaces_schriftform(demanded, given, takes_seal, count):
    assert count_satisfying(demanded, [given], takes_seal=takes_seal) == count


def rule(**values) -> dict:
    """Return a rule about Bescheide."""
    given = {
        "bezeichnung": "Bescheide mit Siegel",
        "dokumenttyp": "bescheid",
        "form": "fortgeschrittenes_siegel",
        "regel": "Dienstanweisung 4",
    }
    return given | values


def released(kind: str, data: dict):
    """Release a Baustein."""
    made = create_baustein(SETUP, kind, data=data, reason="Probe")
    release(SETUP, BausteinVersion.objects.get(baustein=made), valid_from=DAY)
    return made


def test_a_released_rule_holds_and_a_second_for_the_same_step_is_refused(musterstadt):
    released(SIGNATURKONZEPT, rule())
    row = Signaturkonzept.objects.get()
    assert (row.dokumenttyp, row.form, row.anzahl) == (
        "bescheid",
        Form.FORTGESCHRITTENES_SIEGEL,
        1,
    )
    with pytest.raises(TwoRules, match="gilt vor dem Versand schon „Bescheide mit Siegel“"):
        released(SIGNATURKONZEPT, rule(bezeichnung="Andere"))
    released(SIGNATURKONZEPT, rule(bezeichnung="Andere", schritt="schlusszeichnung"))


def test_a_form_without_its_law_waits_for_release(musterstadt):
    made = create_baustein(SETUP, SIGNATURKONZEPT, data=rule(regel=""), reason="Probe")
    version = BausteinVersion.objects.get(baustein=made)
    assert pending(version) == ["Nennen Sie die Vorschrift, die diese Form verlangt."]


def test_time_stamp_services_are_asked_in_their_order(musterstadt):
    for name, position in (("Zweiter", 20), ("Erster", 10)):
        address = f"https://{name.lower()}.example/tsa"
        data = {"bezeichnung": name, "adresse": address, "position": position}
        released(ZEITSTEMPELDIENST, data)
    assert [row.bezeichnung for row in zeitstempeldienste(None)] == ["Erster", "Zweiter"]
