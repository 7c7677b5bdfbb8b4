"""What `check` proves about the Postausgang, and what an Auskunft says of what was sent."""

import pytest
from django.utils import timezone

from verbundakte.core.registry import Betroffene
from verbundakte.schriftverkehr.checks import check_reinschriften, check_versand
from verbundakte.schriftverkehr.models import Reinschrift, Serienposten, Versand, Versandstueck
from verbundakte.schriftverkehr.queries import auskunft
from verbundakte.schriftverkehr.tests.ausgang import PAULA, make_letter, send
from verbundakte.schriftverkehr.tests.test_exemplar import COPY, _send_all
from verbundakte.schriftverkehr.tests.test_schreiben import write
from verbundakte.schriftverkehr.tests.test_serie import HEAD, ROWS, order


@pytest.fixture
def sent(brief):
    """A final letter to two, each handed to the Postausgang."""
    write(brief, fertig="1", **COPY)
    _send_all(brief, Reinschrift.objects.get().schreiben.dokument)
    return list(Versand.objects.order_by("nummer"))


def test_what_went_out_has_its_file_and_the_numbers_have_no_gap(sent):
    assert check_versand(False) == (2, [])
    assert check_reinschriften(False) == (2, [])


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda: Versandstueck.objects.all().delete(), "ohne die Datei, die hinausging"),
        (lambda: Versandstueck.objects.update(sha256="0" * 64), "mit einer anderen Datei"),
        (lambda: Versand.objects.filter(nummer=2).update(nummer=3), "fehlen 1 Nummern"),
    ],
)
def test_what_was_tampered_with_is_found(sent, harm, told):
    harm()
    _, problems = check_versand(False)
    assert any(told in problem for problem in problems)


def test_a_file_of_another_letter_in_the_envelope_is_found(sent, brief):
    other = make_letter(brief.amira, vorgang=brief.vorgang)
    datei = other.fassungen.get().dateien.get()
    Versandstueck.objects.filter(versand=sent[0]).update(datei=datei, sha256=datei.blob.sha256)
    assert "nicht zu ihrem Dokument" in check_versand(False)[1][0]


def test_a_reinschrift_bound_to_another_file_is_found(sent):
    Reinschrift.objects.update(sha256="0" * 64)
    assert "1 Reinschriften haben nicht" in check_reinschriften(False)[1][0]


def test_an_auskunft_says_what_was_sent_to_whom_and_only_to_who_may_see_it(brief):
    actor = brief.amira()
    versand = send(actor, make_letter(brief.amira, vorgang=brief.vorgang))
    order(brief, HEAD + ROWS)
    posten = Serienposten.objects.get()
    paula = Betroffene("Zaun", "Paula")
    (found,) = auskunft.find(actor, paula)
    assert (found.kind, found.id) == ("versand", versand.pk)
    erika = list(auskunft.find(actor, Betroffene("Beispiel", "Erika")))
    assert posten.pk in {one.id for one in erika}
    findings = [found, *erika]
    assert auskunft.place(actor, findings)[posten.pk].zone_id == brief.vorgang.zone_id
    told = auskunft.read(actor, findings)
    assert ["Empfänger", PAULA.name] in told[versand.pk]["angaben"]
    assert told[versand.pk]["nummer"] == f"{timezone.localdate().year}/00001"
    assert ["Name", "Beispiel"] in told[posten.pk]["angaben"]
    assert auskunft.read(brief.town.sachbearbeiter_ordnung, findings) == {}
