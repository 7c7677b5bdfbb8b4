"""The town signs and seals: with its certificate, a real time stamp service, and nothing half done."""

import io
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import tsp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from verbundakte.akten.actions import Arrived, add_fassung
from verbundakte.akten.kinds import JobKind as AktenJob
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.test_pdfa import filed, work
from verbundakte.core.blobs import store
from verbundakte.core.jobs import AWAITED
from verbundakte.core.jobs.run import TryAgain, run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo.files.signed import small_pdf
from verbundakte.organisation.models import Person
from verbundakte.signaturen import queries
from verbundakte.signaturen.actions.form import FormMissing, check_form
from verbundakte.signaturen.actions.signatur import NotNow, WentOn, Wunsch, final_pdf, order
from verbundakte.signaturen.actions.zertifikat import Angaben, Expired, add_zertifikat
from verbundakte.signaturen.form import Form
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.models import (
    Organisationszertifikat,
    Signatur,
    Signaturauftrag,
    Signaturkonzept,
    Signaturpruefung,
    Zeitstempeldienst,
)
from verbundakte.signaturen.sign_jobs import try_again
from verbundakte.signaturen.tests.world import page_of, trusted
from verbundakte.signaturen.werk import NotUsable, Schluessel


@contextmanager
def stamp_service(authority, settings):
    """A real RFC 3161 service on this machine that the operator allows; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            body = authority.stamper(timezone.now()).request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/tsa"
    settings.OUTBOUND_ALLOWED = [address]
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def use_service(address: str) -> None:
    """Let the town ask this service."""
    Zeitstempeldienst.objects.create(
        key="6f9619ff-8b86-4d11-b42d-00c04fc964ff",
        version=1,
        bezeichnung="Zeitstempel Musterland",
        adresse=address,
        valid_from="2020-01-01",
    )


@pytest.fixture
def authority(settings, tmp_path):
    """An authority that is trusted here."""
    return trusted(settings, tmp_path)


@pytest.fixture
def seal(office, authority):
    """The town's seal."""
    return put_in(office, authority, "siegel", "Dienstsiegel")


def put_in(office, authority, art: str, name: str, **more) -> Organisationszertifikat:
    """Put a certificate in as the Fachadministration does."""
    issued = authority.issue(name, O="Musterstadt", **more)
    schluessel = Schluessel.read(issued.as_pkcs12("geheim", [authority.root]), "geheim")
    return add_zertifikat(
        office.town.fachadministration,
        None,
        angaben=Angaben(name, art, schluessel.sealed()),
        werk=schluessel,
        at=timezone.now(),
    )


def wish(datei, certificate, **more) -> Wunsch:
    """Return the wish to sign what was seen."""
    return Wunsch(datei.blob.sha256, certificate, **more)


def priority_of(row: Job) -> int:
    """Return the priority of a job in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE id = %s", [row.queued])
        return cursor.fetchone()[0]


def lead(office):
    """Return the head, who may seal."""
    return office.town.leitung


def sealed(office, certificate, **more):
    """Order a seal for a new PDF; return the Dokument."""
    datei = filed(office, small_pdf(), "bescheid.pdf")
    dokument = datei.fassung.dokument
    order(lead(office), dokument, wunsch=wish(datei, certificate, **more), at=timezone.now())
    return dokument


def test_a_seal_becomes_the_next_fassung_and_holds_what_verification_asks(
    office, authority, seal, settings
):
    with stamp_service(authority, settings) as address:
        use_service(address)
        dokument = sealed(office, seal, grund="Bescheid")
        place = f"signaturen/dokumente/{dokument.pk}/"
        assert f'data-live="/musterstadt/{place}?stand"' in page_of(office, place)
        work(office, JobKind.SIGN)
    fresh = page_of(office, f"{place}?stand")
    assert priority_of(Job.objects.open().get(kind=AktenJob.INGEST)) == AWAITED
    assert "Fassung 2: bescheid.pdf" in fresh and "Erneut prüfen" not in fresh
    assert ("wird geprüft" in fresh, "data-live" in fresh, "<html" in fresh) == (True, True, False)
    row = Signatur.objects.get(dokument=dokument)
    assert (row.quelle.nummer, row.fassung.nummer) == (1, 2)
    assert (row.form, row.stufe) == (Form.FORTGESCHRITTENES_SIEGEL, "B-LT")
    first, second = (
        fassung.dateien.select_related("blob").get() for fassung in (row.quelle, row.fassung)
    )
    before = store.read(current_tenant(), first.blob.sha256)
    assert store.read(current_tenant(), second.blob.sha256).startswith(before)
    work(office, AktenJob.INGEST)
    assert priority_of(Job.objects.get(kind=JobKind.VERIFY)) == AWAITED
    work(office, JobKind.VERIFY)
    found = Signaturpruefung.objects.get(datei=second)
    assert (found.urteil, found.signaturen[0]["stufe"]) == ("gueltig", "B-LT")
    assert found.signaturen[0]["unterzeichner"].startswith("Dienstsiegel")
    assert queries.forms_of(None, row.fassung) == [Form.FORTGESCHRITTENES_SIEGEL]
    page = page_of(office, f"signaturen/dokumente/{dokument.pk}/")
    assert "Hier signiert" in page
    assert "fortgeschrittenes Siegel, Fassung 2" in page
    assert "data-live" not in page


def test_a_visible_note_and_a_second_signature_leave_the_first_valid(
    office, authority, seal, settings
):
    person = put_in(office, authority, "signatur", "Stadtkasse")
    with stamp_service(authority, settings) as address:
        use_service(address)
        dokument = sealed(office, seal, has_stamp=True)
        work(office, JobKind.SIGN, AktenJob.INGEST)
        datei = dokument.fassungen.get(nummer=2).dateien.get()
        told = wish(datei, person)
        order(office.amira(), dokument, wunsch=told, at=timezone.now())
        work(office, JobKind.SIGN, AktenJob.INGEST, JobKind.VERIFY)
    newest = dokument.fassungen.get(nummer=3)
    found = Signaturpruefung.objects.get(datei__fassung=newest)
    assert [one["urteil"] for one in found.signaturen] == ["gueltig", "gueltig"]
    assert sorted(queries.forms_of(None, newest)) == [
        Form.FORTGESCHRITTENE_SIGNATUR,
        Form.FORTGESCHRITTENES_SIEGEL,
    ]


def test_without_the_time_stamp_nothing_is_signed_and_it_is_tried_again(
    office, authority, seal, settings
):
    settings.OUTBOUND_ALLOWED = ["http://127.0.0.1:9/tsa"]
    use_service("http://127.0.0.1:9/tsa")
    dokument = sealed(office, seal)
    waiting = Job.objects.get(kind=JobKind.SIGN)
    for _ in range(3):
        with pytest.raises(TryAgain):
            run_job(current_tenant(), waiting.pk)
    run_job(current_tenant(), waiting.pk)
    waiting.refresh_from_db()
    assert waiting.error.endswith("Es wird jede Stunde wieder versucht.")
    order_row = Signaturauftrag.objects.get(dokument=dokument)
    assert order_row.done_at is None
    assert order_row.problem.startswith("Kein Zeitstempel von „Zeitstempel Musterland“: ")
    assert "nicht erreichbar" in order_row.problem
    assert dokument.fassungen.count() == 1
    assert "nicht erreichbar" in page_of(office, f"signaturen/dokumente/{dokument.pk}/")
    with stamp_service(authority, settings) as address:
        Zeitstempeldienst.objects.update(adresse=address)
        assert try_again(timezone.localdate()) == 1
        work(office, JobKind.SIGN)
    assert Signatur.objects.filter(dokument=dokument).count() == 1


def test_the_next_service_is_asked_when_the_first_is_away(office, authority, seal, settings):
    with stamp_service(authority, settings) as address:
        use_service("http://127.0.0.1:9/tsa")
        Zeitstempeldienst.objects.create(
            key="6f9619ff-8b86-4d11-b42d-00c04fc964fe",
            version=1,
            bezeichnung="Zweiter",
            adresse=address,
            position=200,
            valid_from="2020-01-01",
        )
        dokument = sealed(office, seal)
        work(office, JobKind.SIGN)
    assert Signatur.objects.get(dokument=dokument).zeitstempeldienst == "Zweiter"


def test_what_changed_while_somebody_signs_is_not_signed(office, authority, seal, settings):
    with stamp_service(authority, settings) as address:
        use_service(address)
        dokument = sealed(office, seal)
        stored = store.put_bytes(current_tenant(), small_pdf("Anders"))
        add_fassung(office.amira(), dokument, arrived=Arrived(stored, "neu.pdf"), at=timezone.now())
        work(office, AktenJob.INGEST, JobKind.SIGN)
    row = Signaturauftrag.objects.get(dokument=dokument)
    assert "inzwischen Fassung 2" in row.refused
    page = page_of(office, f"signaturen/dokumente/{dokument.pk}/")
    compare = f"dokumente/{dokument.pk}/vergleich/?alt=1&amp;neu=2"
    assert compare in page and "Unterschied ansehen" in page
    form = office.at(f"signaturen/dokumente/{dokument.pk}/signatur/")
    given = {"zertifikat": str(seal.pk), "gesehen": row.sha256}
    answer = office.browser("leitung").post(form, given)
    assert (answer.status_code, compare in answer.content.decode()) == (422, True)
    assert not Signatur.objects.exists()
    assert dokument.fassungen.count() == 2
    datei = dokument.fassungen.get(nummer=1).dateien.select_related("blob").get()
    with pytest.raises(WentOn):
        order(lead(office), dokument, wunsch=wish(datei, seal), at=timezone.now())


def test_a_second_run_of_the_job_signs_nothing_twice(office, authority, seal, settings):
    with stamp_service(authority, settings) as address:
        use_service(address)
        dokument = sealed(office, seal)
        work(office, JobKind.SIGN)
        Job.objects.filter(kind=JobKind.SIGN).update(finished_at=None)
        work(office, JobKind.SIGN)
    assert dokument.fassungen.count() == 2


def test_an_expired_certificate_is_refused_with_a_sentence(office, authority, seal):
    use_service("https://beispiel.de/tsa")
    with pytest.raises(Expired, match="abgelaufen"):
        put_in(office, authority, "siegel", "Altes Siegel", span=(400, -1))
    ended = timezone.now() - timezone.timedelta(days=1)
    Organisationszertifikat.objects.update(gilt_to_at=ended)
    seal.refresh_from_db()
    with pytest.raises(Expired, match=r"„Dienstsiegel“ ist am \d\d\.\d\d\.\d{4} abgelaufen"):
        sealed(office, seal)
    assert not Job.objects.filter(kind=JobKind.SIGN).exists()


def test_who_has_only_an_expired_certificate_is_told_which_and_who_mends_it(office, seal):
    use_service("https://beispiel.de/tsa")
    datei = filed(office, small_pdf(), "bescheid.pdf")
    place = f"signaturen/dokumente/{datei.fassung.dokument_id}/"
    ended = timezone.now() - timezone.timedelta(days=1)
    Organisationszertifikat.objects.update(gilt_to_at=ended)
    told = f"Das Zertifikat „Dienstsiegel“ ist am {ended:%d.%m.%Y} abgelaufen. Die Fachadministration"
    assert told in page_of(office, place, "leitung")
    form, given = office.at(f"{place}signatur/"), {"zertifikat": seal.pk, "gesehen": datei.blob.sha256}
    answer = office.browser("leitung").post(form, given, follow=True)
    assert told in answer.content.decode()
    assert "abgelaufen" not in page_of(office, place)  # the clerk could not have used it


def test_a_certificate_that_expires_meanwhile_signs_nothing(office, authority, seal, settings):
    with stamp_service(authority, settings) as address:
        use_service(address)
        dokument = sealed(office, seal)
        ended = timezone.now() - timezone.timedelta(minutes=1)
        Organisationszertifikat.objects.update(gilt_to_at=ended)
        work(office, JobKind.SIGN)
    assert "abgelaufen" in Signaturauftrag.objects.get(dokument=dokument).refused
    assert not Signatur.objects.exists()
    assert dokument.fassungen.count() == 1


def test_only_a_finished_pdf_with_a_stamp_service_is_signed_once(office, seal):
    with pytest.raises(NotNow, match="kein Zeitstempeldienst"):
        sealed(office, seal)
    place = f"signaturen/dokumente/{office.vorgang.dokumente.first().pk}/"
    assert "Es ist kein Zeitstempeldienst festgelegt" in page_of(office, place, "leitung")
    certificates = page_of(office, "signaturen/zertifikate/", "fachadministration")
    assert "Zeitstempeldienst festlegen" in certificates
    use_service("https://beispiel.de/tsa")
    fresh = make_dokument(office.amira, vorgang=office.vorgang, name="neu.pdf", content=small_pdf())
    with pytest.raises(NotNow, match="noch eingelesen"):
        final_pdf(fresh)
    text = filed(office, b"Guten Tag", "brief.txt")
    with pytest.raises(NotNow, match="PDF-Dateien"):
        order(lead(office), text.fassung.dokument, wunsch=wish(text, seal), at=timezone.now())
    dokument = sealed(office, seal)
    datei = dokument.fassungen.get().dateien.select_related("blob").get()
    with pytest.raises(NotNow, match="wird schon signiert"):
        order(lead(office), dokument, wunsch=wish(datei, seal), at=timezone.now())


def test_the_key_is_sealed_and_gone_when_out_of_service(office, authority, seal):
    assert "PRIVATE KEY" not in seal.geheimnis
    assert "PRIVATE KEY" not in seal.kette
    issued = authority.issue("Anderes", O="Musterstadt")
    with pytest.raises(NotUsable, match="Kennwort passt nicht"):
        Schluessel.read(issued.as_pkcs12("geheim", []), "falsch")
    with pytest.raises(NotUsable, match="PKCS#12"):
        Schluessel.read(b"keine", "")
    page = page_of(office, "signaturen/zertifikate/", "fachadministration")
    assert "Dienstsiegel" in page
    assert "ein hinterlegter Schlüssel wird gelöscht" in page  # said before the second click
    browser = office.browser("fachadministration")
    browser.post(office.at(f"signaturen/zertifikate/{seal.pk}/ende/"))
    seal.refresh_from_db()
    assert (seal.geheimnis, bool(seal.ended_at)) == ("", True)


def test_a_certificate_is_put_in_and_used_through_the_pages(office, authority, settings):
    issued = authority.issue("Stadtsiegel", O="Musterstadt")
    data = {
        "bezeichnung": "Stadtsiegel",
        "art": "siegel",
        "kennwort": "geheim",
        "datei": SimpleUploadedFile("siegel.p12", issued.as_pkcs12("geheim", [authority.root])),
    }
    browser = office.browser("fachadministration")
    place = office.at("signaturen/zertifikate/neu/")
    wrong = {**data, "kennwort": "falsch", "datei": io.BytesIO(b"x")}
    assert browser.post(place, wrong).status_code == 422
    assert browser.post(place, data).status_code == 302
    use_service("https://beispiel.de/tsa")
    datei = filed(office, small_pdf(), "bescheid.pdf")
    form = office.at(f"signaturen/dokumente/{datei.fassung.dokument_id}/signatur/")
    given = {
        "zertifikat": str(Organisationszertifikat.objects.get().pk),
        "gesehen": datei.blob.sha256,
    }
    head = office.browser("leitung")
    assert "Signiert wird Fassung 1" in head.get(form).content.decode()
    assert head.post(form, {**given, "gesehen": "0" * 64}).status_code == 422
    assert head.post(form, given).status_code == 302
    assert Signaturauftrag.objects.get().name == lead(office).name
    clerk = office.browser().get(form)
    assert clerk.status_code == 302  # she may sign, and there is no certificate for signatures


def test_a_certificate_of_one_person_is_offered_to_nobody_else(office, authority):
    issued = authority.issue("Amira Beispiel", O="Musterstadt")
    data = {
        "bezeichnung": "Signatur Amira Beispiel",
        "kennwort": "geheim",
        "person": str(office.amira().person_id),
    }

    def put(art: str):
        file = SimpleUploadedFile("a.p12", issued.as_pkcs12("geheim", [authority.root]))
        place = office.at("signaturen/zertifikate/neu/")
        return office.browser("fachadministration").post(place, data | {"art": art, "datei": file})

    refused = put("siegel")
    assert (refused.status_code, "gehört der Kommune" in refused.content.decode()) == (422, True)
    assert put("signatur").status_code == 302
    mine = Organisationszertifikat.objects.get()
    dokument = filed(office, small_pdf(), "bescheid.pdf").fassung.dokument
    assert queries.zertifikate_for(office.amira(), dokument) == [mine]
    assert queries.zertifikate_for(lead(office), dokument) == []
    page = page_of(office, "signaturen/zertifikate/", "fachadministration")
    owner = Person.objects.get(pk=office.amira().person_id)
    assert f"nur zu benutzen von: {owner.sort_name}" in page


def konzept(**values) -> Signaturkonzept:
    """Lay down a form for Schreiben."""
    given = {
        "key": "6f9619ff-8b86-4d11-b42d-00c04fc96400",
        "version": 1,
        "bezeichnung": "Schreiben mit Siegel",
        "dokumenttyp": "schreiben",
        "form": Form.FORTGESCHRITTENES_SIEGEL,
        "regel": "Dienstanweisung 4",
        "schritt": "versand",
        "valid_from": "2020-01-01",
    }
    return Signaturkonzept.objects.create(**{**given, **values})


def test_dispatch_below_the_form_is_refused_with_the_rule(office, authority, seal, settings):
    with stamp_service(authority, settings) as address:
        use_service(address)
        datei = filed(office, small_pdf(), "bescheid.pdf")
        dokument = datei.fassung.dokument
        row = konzept(dokumenttyp=dokument.dokumenttyp.kuerzel)
        assert queries.form_for(office.amira(), dokument) == row
        with pytest.raises(FormMissing, match="nach Dienstanweisung 4 fortgeschrittenes Siegel"):
            check_form(office.amira(), dokument)
        order(lead(office), dokument, wunsch=wish(datei, seal), at=timezone.now())
        work(office, JobKind.SIGN)
    check_form(office.amira(), dokument)
    row.form = Form.QUALIFIZIERTE_SIGNATUR
    row.save()
    with pytest.raises(FormMissing, match="trägt: fortgeschrittenes Siegel"):
        check_form(office.amira(), dokument)
    row.form = Form.HANDSCHRIFTLICH
    row.save()
    check_form(office.amira(), dokument, on_paper=True)
    with pytest.raises(FormMissing):
        check_form(office.amira(), dokument)
