"""What `check` proves about the Postausgang, and what an Auskunft says of what was sent."""

import pytest
from django.db import transaction
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


def _problems() -> list[str]:
    """Return what all checks of the room say."""
    checks = (check_versand, check_reinschriften)
    return [problem for check in checks for problem in check(False)[1]]


def test_what_went_out_has_its_file_and_what_was_tampered_with_is_found(sent, brief):
    assert (check_versand(False), check_reinschriften(False)) == ((2, []), (2, []))
    other = make_letter(brief.amira, vorgang=brief.vorgang).fassungen.get().dateien.get()
    first = Versandstueck.objects.filter(versand=sent[0])
    harms = {
        "ohne die Datei, die hinausging": lambda: first.delete(),
        "mit einer anderen Datei": lambda: first.update(sha256="0" * 64),
        "nicht zu ihrem Dokument": lambda: first.update(datei=other, sha256=other.blob.sha256),
        "fehlen 1 Nummern": lambda: Versand.objects.filter(nummer=2).update(nummer=3),
        "1 Reinschriften haben nicht": lambda: Reinschrift.objects.update(sha256="0" * 64),
    }
    for told, harm in harms.items():
        with transaction.atomic():
            harm()
            (problem,) = _problems()
            transaction.set_rollback(True)
        assert told in problem


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
