"""From the finished Dokument into the envelope, and what comes back of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from verbundakte.akten.actions import Arrived, add_fassung
from verbundakte.akten.actions.papierkorb import erase
from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import current_tenant, use_tenant
from verbundakte.posteingang.actions import note_wunsch
from verbundakte.posteingang.tests.factories import make_eingang
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.ruecklauf import (
    AlreadyBack,
    BeforeDispatch,
    Nachweis,
    NotSentYet,
)
from verbundakte.schriftverkehr.actions.versand import NotFinal, NotInVorgang
from verbundakte.schriftverkehr.actions.versandstand import (
    AlreadySent,
    Dispatched,
    InFuture,
    mark_dispatched,
)
from verbundakte.schriftverkehr.models import Ruecklaufgrund, Versand, Weg
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.tests.ausgang import PAULA, make_letter, send
from verbundakte.schriftverkehr.versand_rules import Stand
from verbundakte.schriftverkehr.versandwege import Ziel

NOW = timezone.now()
TODAY = timezone.localdate()


def amira(musterstadt):
    return lambda: musterstadt.sachbearbeiterin


def stand(musterstadt, versand) -> Stand:
    return queries.get_versand(musterstadt.sachbearbeiterin, versand.pk).stand


def test_a_letter_goes_out_with_number_day_and_a_mark_on_the_file(musterstadt):
    dokument = make_letter(amira(musterstadt))
    versand = send(musterstadt.sachbearbeiterin, dokument)
    assert versand.number == f"{TODAY.year}/00001"
    assert stand(musterstadt, versand) is Stand.WARTET
    (stueck,) = queries.stuecke_of(musterstadt.sachbearbeiterin, versand)
    assert stueck.sha256 == stueck.datei.blob.sha256
    actions.dispatch_versand(musterstadt.sachbearbeiterin, versand, on=TODAY, at=NOW)
    assert stand(musterstadt, versand) is Stand.VERSANDT
    assert Dokument.objects.get(pk=dokument.pk).postausgangsdatum == TODAY
    events = AuditEvent.objects.filter(subject_id=versand.pk).order_by("pk")
    assert [one.name.rpartition(".")[2] for one in events] == ["created", "dispatched"]
    with pytest.raises(AlreadySent):
        actions.dispatch_versand(musterstadt.sachbearbeiterin, versand, on=TODAY, at=NOW)


def test_only_what_is_finished_and_in_a_vorgang_goes_out(musterstadt):
    draft = make_dokument(amira(musterstadt), is_entwurf=True)
    actor = musterstadt.sachbearbeiterin
    with pytest.raises(NotFinal):
        send(actor, draft)
    loose = make_letter(amira(musterstadt))
    Dokument.objects.filter(pk=loose.pk).update(vorgang=None, akte=None, position=0)
    with pytest.raises(NotInVorgang):
        send(actor, Dokument.objects.get(pk=loose.pk))
    assert not Versand.objects.exists()


@pytest.mark.parametrize(
    ("weg", "ziel", "word"),
    [
        (Weg.POST, Ziel("Paula Zaun", "Paula Zaun"), "Anschrift"),
        (Weg.POST, Ziel("Paula", "\n".join("abcdefghij")), "10 Zeilen"),
        (Weg.EMAIL, Ziel("Paula", adresse="paula@beispiel.de\r\nBcc: a@b.de"), "E-Mail-Adresse"),
        (Weg.EMAIL, Ziel("Paula", adresse="p@b.de", betreff="a\nBcc: c@d.de"), "Zeilenumbruch"),
        (Weg.FAX, Ziel("Paula"), "Nummer"),
        (Weg.BEBPO, PAULA, "Weg"),
    ],
)
def test_an_address_that_cannot_work_is_refused_in_one_sentence(musterstadt, weg, ziel, word):
    dokument = make_letter(amira(musterstadt))
    with pytest.raises(Refusal) as refused:
        send(musterstadt.sachbearbeiterin, dokument, ziel, weg)
    assert word in refused.value.message
    assert not Versand.objects.exists()


def test_what_goes_out_keeps_its_fassung_until_it_is_withdrawn(musterstadt):
    dokument = make_letter(amira(musterstadt))
    actor = musterstadt.sachbearbeiterin
    versand = send(actor, dokument)
    arrived = Arrived(put_bytes(current_tenant(), b"neu"), "Bescheid.txt")
    with pytest.raises(Dispatched):
        add_fassung(actor, dokument, arrived=arrived, at=NOW)
    actions.withdraw_versand(actor, versand, because="Betrag falsch", at=NOW)
    assert stand(musterstadt, versand) is Stand.ZURUECKGEZOGEN
    add_fassung(actor, Dokument.objects.get(pk=dokument.pk), arrived=arrived, at=NOW)


def test_a_letter_that_comes_back_opens_the_matter_and_a_new_one_settles_it(musterstadt):
    dokument = make_letter(amira(musterstadt))
    actor = musterstadt.sachbearbeiterin
    versand = send(actor, dokument)
    back = {"grund": Ruecklaufgrund.VERZOGEN, "am": TODAY, "at": NOW}
    with pytest.raises(NotSentYet):
        actions.note_ruecklauf(actor, versand, **back)
    actions.dispatch_versand(actor, versand, on=TODAY, at=NOW)
    actions.note_ruecklauf(actor, versand, **back)
    with pytest.raises(AlreadyBack):
        actions.note_ruecklauf(actor, versand, **back)
    assert stand(musterstadt, versand) is Stand.ZURUECK
    assert queries.unsent_of(actor, dokument.vorgang) == [versand]
    send(actor, dokument, wiederholt=versand)
    assert stand(musterstadt, versand) is Stand.VERSANDT


def test_the_proof_of_service_has_a_day_that_can_be(musterstadt):
    dokument = make_letter(amira(musterstadt))
    actor = musterstadt.sachbearbeiterin
    versand = send(actor, dokument)
    actions.dispatch_versand(actor, versand, on=TODAY, at=NOW)
    with pytest.raises(BeforeDispatch):
        actions.note_zustellung(actor, versand, nachweis=Nachweis(TODAY - timedelta(1)), at=NOW)
    with pytest.raises(InFuture):
        actions.note_zustellung(actor, versand, nachweis=Nachweis(TODAY + timedelta(1)), at=NOW)
    actions.note_zustellung(actor, versand, nachweis=Nachweis(TODAY, "Paula Zaun"), at=NOW)
    assert stand(musterstadt, versand) is Stand.ZUGESTELLT


def test_an_answer_settles_what_the_incoming_letter_wanted(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    note_wunsch(musterstadt.registratur, eingang, am=TODAY, at=NOW)
    dokument = make_letter(amira(musterstadt))
    actor = musterstadt.sachbearbeiterin
    versand = send(actor, dokument, antwort_auf=eingang.dokument)
    assert eingang.fristen.filter(erledigt_at=None).count() == 1
    actions.dispatch_versand(actor, versand, on=TODAY, at=NOW)
    assert not eingang.fristen.filter(erledigt_at=None).exists()


def test_an_answer_on_paper_is_a_medienbruch_of_the_incoming_letter(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    actor = musterstadt.sachbearbeiterin
    letters = [make_letter(amira(musterstadt)) for _ in range(2)]
    printed = send(actor, letters[0], antwort_auf=eingang.dokument)
    by_fax = Ziel("Paula Zaun", adresse="02641 87654")
    faxed = send(actor, letters[1], by_fax, Weg.FAX, antwort_auf=eingang.dokument)
    for versand in (printed, faxed):
        with transaction.atomic():
            mark_dispatched(actor, versand, on=TODAY, at=NOW)
    broken = eingang.medienbrueche.get(art="ausgedruckt")
    assert (broken.spur, broken.bemerkung) == (eingang.spur, f"Antwort {printed.number}")
    events = AuditEvent.objects.filter(name="posteingang.medienbruch.noted", spur=eingang.spur)
    assert events.filter(subject_id=eingang.pk).count() == eingang.medienbrueche.count()


def test_who_may_not_write_the_dokument_sends_nothing_and_others_do_not_see_it(
    musterstadt, beispielhausen
):
    dokument = make_letter(amira(musterstadt))
    with pytest.raises(PermissionDenied):
        send(musterstadt.rechnungspruefung, dokument)
    versand = send(musterstadt.sachbearbeiterin, dokument)
    assert versand not in list(queries.versand_seen(musterstadt.sachbearbeiter_ordnung))
    with use_tenant(beispielhausen.tenant.pk):
        assert not Versand.objects.exists()


def test_what_is_deleted_leaves_number_and_days_only(musterstadt):
    dokument = make_letter(amira(musterstadt))
    actor = musterstadt.sachbearbeiterin
    versand = send(actor, dokument)
    actions.dispatch_versand(actor, versand, on=TODAY, at=NOW)
    erase(dokument, actor=musterstadt.registratur, at=NOW)
    row = Versand.objects.get(pk=versand.pk)
    assert (row.name, row.anschrift, row.adresse) == ("Gelöscht", "", "")
    assert (row.number, row.versandt_on) == (versand.number, TODAY)
