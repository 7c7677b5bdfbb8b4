"""Letters printed together: one PDF, codes, the window, the day on which they were given to the post."""

import pypdfium2
import pytest
from django.utils import timezone

from verbundakte.core.ausgaben import get_ausgabe
from verbundakte.core.blobs import store
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Person
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.druckauftrag import (
    AlreadyGiven,
    AlreadyInPrint,
    NothingToPrint,
)
from verbundakte.schriftverkehr.ausgang_kinds import AusgangJob
from verbundakte.schriftverkehr.models import Versand, Weg
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.tests.ausgang import make_letter, run_jobs, send
from verbundakte.schriftverkehr.versand_rules import Stand
from verbundakte.schriftverkehr.versandwege import Ziel

NOW = timezone.now()
TODAY = timezone.localdate()


def test_letters_become_one_file_with_a_code_each_and_an_address_where_none_shows(musterstadt):
    good = make_letter(lambda: musterstadt.sachbearbeiterin, pages=2)
    low = make_letter(lambda: musterstadt.sachbearbeiterin, top=120)
    actor = musterstadt.sachbearbeiterin
    rows = [send(actor, good), send(actor, low, papier=("Lageplan",))]
    person = Person.objects.get(pk=actor.person_id)
    auftrag = actions.begin_druckauftrag(actor, person, versand=rows, at=NOW)
    with pytest.raises(AlreadyInPrint):
        actions.begin_druckauftrag(actor, person, versand=rows[:1], at=NOW)
    run_jobs(AusgangJob.PRINT)
    first, second = Versand.objects.order_by("pk")
    assert first.fensterhinweis == ""
    assert "steht nicht im Fenster" in second.fensterhinweis
    auftrag.refresh_from_db()
    made = get_ausgabe(musterstadt.sachbearbeiterin, auftrag.ausgabe, at=timezone.now())
    path = store.path_of(current_tenant(), made.blob.sha256)
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    # cover and its back, two pages, address sheet and letter: each begins on a front side
    assert len(texts) == 6
    assert "Lageplan: als Papier beilegen." in " ".join(texts[0].split())
    assert first.number in texts[2] and first.number not in texts[3]
    assert second.number in texts[4] and "Lindenallee 12" in texts[4]
    document.close()


def test_the_day_of_the_post_counts_for_all_that_was_not_withdrawn(musterstadt):
    letters = [make_letter(lambda: musterstadt.sachbearbeiterin) for _ in range(3)]
    actor = musterstadt.sachbearbeiterin
    rows = [send(actor, letter) for letter in letters]
    person = Person.objects.get(pk=actor.person_id)
    auftrag = actions.begin_druckauftrag(actor, person, versand=rows, at=NOW)
    actions.take_out(actor, auftrag, versand=rows[0])
    actions.withdraw_versand(actor, rows[1], because="Betrag falsch", at=NOW)
    assert actions.give_to_post(actor, auftrag, on=TODAY, at=NOW) == 1
    found = {row.pk: row.stand for row in queries.versand_seen(actor)}
    assert [found[row.pk] for row in rows] == [
        Stand.WARTET,
        Stand.ZURUECKGEZOGEN,
        Stand.VERSANDT,
    ]
    with pytest.raises(AlreadyGiven):
        actions.give_to_post(actor, auftrag, on=TODAY, at=NOW)


def test_what_is_not_printed_makes_no_print_job(musterstadt):
    letter = make_letter(lambda: musterstadt.sachbearbeiterin)
    actor = musterstadt.sachbearbeiterin
    fax = send(actor, letter, weg=Weg.FAX, ziel=Ziel("Paula Zaun", adresse="01234 56789"))
    person = Person.objects.get(pk=actor.person_id)
    for rows in ([], [fax]):
        with pytest.raises(NothingToPrint):
            actions.begin_druckauftrag(actor, person, versand=rows, at=NOW)
