"""A Schlusszeichnung waits for the form that the Signaturkonzept demands before it."""

import pytest
from django.utils import timezone

from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.tests.factories import line, make_verfuegung, standing, steps
from verbundakte.signaturen.actions import FormMissing
from verbundakte.signaturen.models import Signaturkonzept


def test_a_schlusszeichnung_below_the_form_is_refused_with_the_rule(musterstadt):
    town = musterstadt
    verfuegung = make_verfuegung(town, line("schlusszeichnung", an=town.sachbearbeiterin))
    dokument, told = verfuegung.dokument, {"at": timezone.now()}
    rule = Signaturkonzept.objects.create(
        key="6f9619ff-8b86-4d11-b42d-00c04fc96400",
        version=1,
        bezeichnung="Mit Siegel",
        dokumenttyp=dokument.dokumenttyp.kuerzel,
        form="fortgeschrittenes_siegel",
        regel="Dienstanweisung 4",
        schritt="schlusszeichnung",
        valid_from="2020-01-01",
    )
    step, told["seen"] = steps(verfuegung)[0], standing(dokument)
    with pytest.raises(FormMissing, match="vor der Schlusszeichnung"):
        actions.finally_sign(town.sachbearbeiterin, step, **told)
    Signaturkonzept.objects.filter(pk=rule.pk).update(schritt="versand")
    actions.finally_sign(town.sachbearbeiterin, step, **told)
