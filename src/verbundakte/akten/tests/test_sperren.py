"""Locks while editing, the trash, Löschsperren and the deletion of registered Dokumente."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from verbundakte.akten import actions, queries, rules
from verbundakte.akten.actions import Arrived
from verbundakte.akten.desk import own_desk, own_locks
from verbundakte.akten.models import (
    Bearbeitungssperre,
    Datei,
    Dokument,
    Loeschung,
    Rendition,
    Seitentext,
)
from verbundakte.akten.tests.factories import make_dokument, make_planeinheit
from verbundakte.akten.tidying import purge_papierkorb
from verbundakte.core import audit
from verbundakte.core.blobs import store
from verbundakte.core.blobs.register import keep
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.models import AuditDetail, AuditEvent, Blob, Job
from verbundakte.core.tenancy.context import current_tenant


def lock(office, dokument, role="sachbearbeiterin", hours=8, **more):
    """Lock a Dokument as this person."""
    at = timezone.now()
    values = {"ends_with_fassung": True, **more}
    actor = getattr(office.town, role)
    return actions.lock_dokument(
        actor, dokument, until=at + timedelta(hours=hours), at=at, **values
    )


def add_fassung(office, dokument, role="sachbearbeiterin"):
    """File a new Fassung as this person."""
    arrived = Arrived(put_bytes(current_tenant(), role.encode()), "Neu.txt")
    return actions.add_fassung(
        getattr(office.town, role), dokument, arrived=arrived, at=timezone.now()
    )


def test_while_somebody_edits_others_are_refused_with_name_and_moment(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    made = lock(office, dokument)
    until = timezone.localtime(made.expires_at).strftime("%d.%m.%Y")
    with pytest.raises(actions.DokumentLocked, match=f"Amira Beispiel .* {until}"):
        add_fassung(office, dokument, "leitung")
    with pytest.raises(actions.DokumentLocked):
        actions.change_dokument(
            office.town.leitung, dokument, seen_revision=dokument.revision, values={"betreff": "X"}
        )
    with pytest.raises(actions.DokumentLocked):
        lock(office, dokument, "leitung")
    with pytest.raises(actions.VorgangInEdit):
        actions.close_vorgang(
            office.amira(), office.vorgang, on=timezone.localdate(), at=timezone.now()
        )


def test_an_upload_of_a_new_fassung_into_a_locked_dokument_is_refused(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    lock(office, dokument)
    plain = office.at(f"dokumente/{dokument.pk}/fassungen/")
    file = SimpleUploadedFile("Neu.txt", b"Neu")
    page = office.browser("leitung").post(plain, {"dateien": file}, follow=True).content.decode()
    assert "Amira Beispiel bearbeitet das Dokument" in page
    assert dokument.fassungen.count() == 1


def test_the_lock_ends_with_the_next_fassung_if_that_was_wanted(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    lock(office, dokument, ends_with_fassung=False)
    add_fassung(office, dokument)
    assert Bearbeitungssperre.objects.in_force().exists()
    lock(office, dokument)
    add_fassung(office, dokument)
    assert not Bearbeitungssperre.objects.in_force().exists()
    add_fassung(office, dokument, "leitung")


def test_a_lock_that_has_run_out_holds_nobody(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    lock(office, dokument, hours=-1)
    lock(office, dokument, "leitung")
    assert own_locks(own_desk(office.amira())) == []


def test_taking_over_leaves_a_trace_for_both(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    lock(office, dokument)
    address = office.at(f"dokumente/{dokument.pk}/bearbeitungssperre/")
    office.browser("leitung").post(address, {"reason": ""})
    assert Bearbeitungssperre.objects.in_force().get().person_id == office.amira().person_id
    office.browser("leitung").post(address, {"reason": "Eilt, Frist morgen"})
    assert Bearbeitungssperre.objects.in_force().get().person_id == office.town.leitung.person_id
    assert "Eilt, Frist morgen" in office.browser().get(office.at("")).content.decode()
    event = AuditEvent.objects.get(name="akten.dokument.lock_taken")
    assert ("Amira Beispiel", "Jonas Probst") in event.details.values_list("old", "new")
    office.browser().post(office.at(f"dokumente/{dokument.pk}/freigabe/"))
    assert Bearbeitungssperre.objects.in_force().exists()


def test_only_drafts_go_to_the_trash_and_come_back(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    with pytest.raises(actions.NotAnEntwurf):
        actions.trash_dokument(office.amira(), dokument, at=timezone.now())
    entwurf = make_dokument(office.amira, vorgang=office.vorgang, is_entwurf=True, betreff="Weg")
    browser = office.browser()
    browser.post(office.at(f"dokumente/{entwurf.pk}/papierkorb/"))
    assert browser.get(office.at(f"dokumente/{entwurf.pk}/")).status_code == 404
    assert "Weg" in browser.get(office.at("papierkorb/")).content.decode()
    assert "Weg" not in office.browser("leitung").get(office.at("papierkorb/")).content.decode()
    rows = queries.list_dokumente(office.amira(), office.vorgang)
    assert [row.pk for row in rows] == [dokument.pk]
    browser.post(office.at(f"dokumente/{entwurf.pk}/wiederherstellung/"))
    assert browser.get(office.at(f"dokumente/{entwurf.pk}/"), follow=True).status_code == 200


def test_a_trashed_draft_does_not_keep_its_vorgang_open(office):
    entwurf = make_dokument(office.amira, vorgang=office.vorgang, is_entwurf=True)
    actions.trash_dokument(office.amira(), entwurf, at=timezone.now())
    actions.close_vorgang(office.amira(), office.vorgang, on=date(2026, 3, 2), at=timezone.now())
    entwurf.refresh_from_db()
    with pytest.raises(actions.VorgangClosed):
        actions.restore_dokument(office.amira(), entwurf)


def test_after_thirty_days_a_draft_is_gone_with_its_bytes_unless_it_is_held(
    office, django_capture_on_commit_callbacks
):
    long_ago = timezone.now() - timedelta(days=31)
    rows = [
        make_dokument(
            office.amira, vorgang=office.vorgang, is_entwurf=True, content=name, betreff=str(name)
        )
        for name in (b"held", b"gone")
    ]
    actions.set_loeschsperre(office.town.registratur, rows[0], reason="Klage", at=timezone.now())
    for row in rows:
        actions.trash_dokument(office.amira(), row, at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_papierkorb(timezone.localdate()) == 1
    left = Dokument.objects.get(pk=rows[1].pk)
    assert (left.betreff, left.erased_at is not None) == ("Gelöschtes Dokument", True)
    assert [blob.sha256 for blob in Blob.objects.all()] == [
        put_bytes(current_tenant(), b"held").sha256
    ]
    assert purge_papierkorb(timezone.localdate()) == 0


def test_the_hook_for_bytes_asks_the_loeschsperre_of_every_place_above(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    for subject in (office.akte, office.vorgang, dokument):
        sperre = actions.set_loeschsperre(
            office.town.registratur, subject, reason="Prüfung", at=timezone.now()
        )
        entwurf = make_dokument(office.amira, vorgang=office.vorgang)
        held = dokument if subject is dokument else entwurf
        with pytest.raises(actions.Held):
            actions.request_loeschung(
                office.amira(),
                held,
                art="loeschung",
                rechtsgrundlage="§ 1",
                offered_on=None,
                at=timezone.now(),
            )
        actions.lift_loeschsperre(
            office.town.registratur, subject, sperre=sperre, reason="vorbei", at=timezone.now()
        )
        with pytest.raises(actions.AlreadyLifted):
            actions.lift_loeschsperre(
                office.town.registratur, subject, sperre=sperre, reason="x", at=timezone.now()
            )


def prepared(office, word=b"Geheimnis der Frau Muster"):
    """Return a registered Dokument with text, preview and history in an Akte to be destroyed."""
    unit = make_planeinheit("020.10", titel="Kram", aussonderungsart="V")
    akte = actions.create_akte(office.amira(), unit, betreff="Kram", at=timezone.now())
    vorgang = actions.create_vorgang(office.amira(), akte, betreff="Sache", at=timezone.now())
    dokument = make_dokument(
        office.amira, vorgang=vorgang, content=word, betreff="Brief Muster", absender="Frau Muster"
    )
    datei = dokument.fassungen.get().dateien.get()
    Seitentext.objects.create(datei=datei, page=1, text="Geheimnis")
    Rendition.objects.create(
        datei=datei, kind="thumbnail", page=1, blob=keep(b"Bild"), created_at=timezone.now()
    )
    return dokument


def test_a_registered_dokument_is_deleted_by_two_persons_and_only_the_proof_is_left(
    office, settle, django_capture_on_commit_callbacks
):
    dokument = prepared(office)
    page = office.at(f"dokumente/{dokument.pk}/loeschung/")
    office.browser().post(page, {"art": "loeschung", "rechtsgrundlage": "Art. 17 DSGVO"})
    assert office.browser().post(page, {"bestaetigen": "1"}).status_code == 403
    assert Datei.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert office.browser("leitung").post(page, {"bestaetigen": "1"}).status_code == 302
    dokument.refresh_from_db()
    assert (dokument.betreff, dokument.absender) == ("Gelöschtes Dokument", "")
    assert not Datei.objects.exists()
    assert not Seitentext.objects.exists()
    assert not Blob.objects.exists()
    assert not list(store.entries(current_tenant()))
    assert not Job.objects.filter(subject_id=dokument.pk).exists()
    assert not AuditDetail.objects.filter(new__contains="Muster").exists()
    proof = Loeschung.objects.get()
    assert proof.digests == [put_bytes(current_tenant(), b"Geheimnis der Frau Muster").sha256]
    settle()
    assert audit.verify_chain()[1] == []
    shown = office.browser("leitung").get(page).content.decode()
    assert "Löschnachweis" in shown
    assert "Muster" not in shown.replace("Musterstadt", "")
    with pytest.raises(actions.Erased):
        add_fassung(office, dokument)


def test_who_asks_does_not_confirm_and_the_same_request_is_decided_once(office):
    dokument = prepared(office)
    leitung = office.town.leitung
    values = {"art": "entnahme", "rechtsgrundlage": "§ 112 BBG", "offered_on": None}
    actions.request_loeschung(leitung, dokument, at=timezone.now(), **values)
    with pytest.raises(actions.AlreadyRequested):
        actions.request_loeschung(office.amira(), dokument, at=timezone.now(), **values)
    with pytest.raises(actions.SamePerson):
        actions.confirm_loeschung(leitung, dokument, at=timezone.now())
    actions.decline_loeschung(office.town.registratur, dokument, at=timezone.now())
    with pytest.raises(actions.NotRequested):
        actions.confirm_loeschung(office.town.registratur, dokument, at=timezone.now())
    assert Datei.objects.exists()


def test_bytes_that_another_dokument_names_too_stay(office, django_capture_on_commit_callbacks):
    dokument = prepared(office, b"Zweimal")
    twin = make_dokument(office.amira, vorgang=office.vorgang, content=b"Zweimal")
    values = {"art": "loeschung", "rechtsgrundlage": "§ 1", "offered_on": None}
    actions.request_loeschung(office.amira(), dokument, at=timezone.now(), **values)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        actions.confirm_loeschung(office.town.leitung, dokument, at=timezone.now())
    blob = twin.fassungen.get().dateien.get().blob
    assert store.open_blob(current_tenant(), blob.sha256).read() == b"Zweimal"


def test_the_archive_comes_first_where_it_is_to_be_asked(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    values = {"art": "loeschung", "rechtsgrundlage": "§ 1"}
    with pytest.raises(actions.ArchiveNotOffered):
        actions.request_loeschung(
            office.amira(), dokument, at=timezone.now(), offered_on=None, **values
        )
    actions.request_loeschung(
        office.amira(), dokument, at=timezone.now(), offered_on=date(2026, 3, 2), **values
    )


@pytest.mark.parametrize(
    ("closed_on", "years", "told"),
    [
        (date(2026, 3, 2), 10, "Bis 31.12.2036, denn z. d. A. verfügt wurde am 02.03.2026"),
        (None, 10, "10 Jahre ab dem Ende des Jahres"),
        (date(2026, 3, 2), None, "Dauernd aufzubewahren"),
    ],
)
def test_retention_is_explained_in_one_sentence_with_its_source(closed_on, years, told):
    sentence = rules.retention_sentence(closed_on, years=years, source="Aktenplan 632.20")
    assert told in sentence
    assert "Aktenplan 632.20" in sentence


def test_the_vorgang_tells_until_when_it_is_kept_and_that_it_is_held(office):
    actions.close_vorgang(office.amira(), office.vorgang, on=date(2026, 3, 2), at=timezone.now())
    actions.set_loeschsperre(office.town.registratur, office.akte, reason="K", at=timezone.now())
    page = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/angaben/"))
    assert "Bis 31.12.2036" in page.content.decode()
    assert "Eine Löschsperre hält es" in page.content.decode()


def test_what_is_open_is_closed_on_the_page_of_zda(office):
    entwurf = make_dokument(office.amira, vorgang=office.vorgang, is_entwurf=True)
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    lock(office, dokument)
    browser, page = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/zda-verfuegung/")
    shown = browser.get(page).content.decode()
    assert "2 Sachen offen" in shown.replace("\xa0", " ")
    browser.post(office.at(f"dokumente/{entwurf.pk}/abschluss/"), {"next": page})
    browser.post(office.at(f"dokumente/{dokument.pk}/freigabe/"), {"next": page})
    assert browser.post(page, {"closed_on": "2026-03-02"}).status_code == 302


def test_late_post_begins_a_folgevorgang(office):
    actions.close_vorgang(office.amira(), office.vorgang, on=date(2026, 3, 2), at=timezone.now())
    page = office.at(f"akten/{office.akte.pk}/vorgaenge/neu/?folgt_auf={office.vorgang.pk}")
    shown = office.browser().get(page).content.decode()
    assert office.vorgang.betreff in shown
    assert f"Folgevorgang zu {office.vorgang.aktenzeichen}" in shown
