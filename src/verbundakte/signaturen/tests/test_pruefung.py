"""A signed file that arrives is verified; the result stays with the Dokument and is shown there."""

import asyncio
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten.actions.papierkorb import erase
from verbundakte.akten.tests.test_pdfa import details, work
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.demo.files.signed import Authority, changed_later, moment, small_pdf
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Person
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.models import Signaturpruefung, Urteil
from verbundakte.signaturen.services import renew_signatures
from verbundakte.signaturen.tests.world import filed, page_of, signed_by, trusted
from verbundakte.signaturen.vertrauen import check_vertrauen, load_vertrauen
from verbundakte.verbund.services import SETUP


@pytest.fixture
def authority(settings, tmp_path):
    """An authority that is trusted here."""
    return trusted(settings, tmp_path)


def test_a_signed_file_is_verified_when_it_arrives_and_shows_it(office, authority):
    datei = filed(office, signed_by(authority))
    row = Signaturpruefung.objects.get(datei=datei)
    assert (row.urteil, row.format) == (Urteil.GUELTIG, "pades")
    assert row.sha256 == datei.blob.sha256
    page = details(office, datei)
    assert "Signatur gültig" in page
    assert "Erika Beispiel" in page
    report = page_of(office, f"signaturen/pruefungen/{row.pk}/")
    assert "Musterland Vertrauensdienst" in report
    assert "B-T, mit Zeitstempel" in report
    answer = office.browser().get(office.at(f"signaturen/pruefungen/{row.pk}/bericht"))
    told = json.loads(answer.content)
    assert (told["urteil"], told["sha256"]) == ("gueltig", datei.blob.sha256)


def test_whoever_reads_the_vorgang_sees_the_verdict_in_its_list(office, authority):
    filed(office, signed_by(authority), "erste.pdf")
    plain = filed(office, small_pdf(), "schlicht.pdf")
    place = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={plain.fassung.dokument_id}")
    browser = office.browser("leitung")
    browser.get(place)
    with CaptureQueriesContext(connection) as one_signed:
        page = browser.get(place).content.decode()
    assert page.count("Signatur gültig") == 1
    filed(office, changed_later(signed_by(authority)), "zweite.pdf")
    browser.get(place)
    with CaptureQueriesContext(connection) as two_signed:
        page = browser.get(place).content.decode()
    assert (page.count("Signatur gültig"), page.count("Signatur ungültig")) == (1, 1)
    assert len(two_signed) == len(one_signed)


def test_a_document_changed_after_signing_is_called_invalid(office, authority):
    datei = filed(office, changed_later(signed_by(authority)))
    page = details(office, datei)
    assert "Signatur ungültig" in page
    assert "Das Dokument wurde nach dem Signieren verändert." in page


def test_without_anchors_a_signature_is_not_verifiable_until_there_are_some(
    office, settings, tmp_path
):
    authority = trusted(settings, tmp_path)
    anchors, settings.VERTRAUENSANKER = settings.VERTRAUENSANKER, tmp_path / "leer"
    datei = filed(office, signed_by(authority))
    assert "Signatur nicht prüfbar" in details(office, datei)
    settings.VERTRAUENSANKER = anchors
    place = office.at(f"signaturen/dokumente/{datei.fassung.dokument_id}/")
    answer = office.browser().post(f"{place}pruefung/", {"datei": str(datei.pk)})
    assert answer.status_code == 302
    work(office, JobKind.VERIFY)
    verdicts = Signaturpruefung.objects.filter(datei=datei).order_by("created_at")
    assert [row.urteil for row in verdicts] == [Urteil.NICHT_PRUEFBAR, Urteil.GUELTIG]
    assert "Frühere Prüfungen" in page_of(office, place.removeprefix(office.at("")))


def test_a_detached_signature_finds_its_document_whichever_comes_first(office, authority):
    signer = authority.signer(authority.issue("Erika Beispiel"))
    content = small_pdf()
    signature = signer_data(signer, content)
    first = filed(office, signature, "antrag.pdf.p7s")
    assert Signaturpruefung.objects.get(datei=first).urteil == Urteil.NICHT_PRUEFBAR
    filed(office, content, "antrag.pdf")
    newest = Signaturpruefung.objects.filter(datei=first).order_by("-created_at", "-pk").first()
    assert newest.urteil == Urteil.GUELTIG


def signer_data(signer, content: bytes) -> bytes:
    """Return a detached CMS signature."""
    signed = signer.async_sign_general_data(content, "sha256", detached=True)
    return asyncio.run(signed).dump()


def test_an_unsigned_file_is_left_alone_and_costs_its_page_no_query(office, authority):
    datei = filed(office, small_pdf(), "brief.pdf")
    assert not Signaturpruefung.objects.exists()
    page = page_of(office, f"signaturen/dokumente/{datei.fassung.dokument_id}/")
    assert "Keine signierte Datei" in page
    with CaptureQueriesContext(connection) as asked:
        details(office, datei)
    assert not any("signaturpruefung" in one["sql"] for one in asked.captured_queries)


def test_what_is_erased_takes_its_verifications_along(office, authority):
    datei = filed(office, signed_by(authority))
    erase(datei.fassung.dokument, actor=office.amira(), at=timezone.now())
    assert not Signaturpruefung.objects.exists()


def test_nobody_reads_a_report_of_a_document_she_may_not_see(office, authority):
    datei = filed(office, signed_by(authority))
    row = Signaturpruefung.objects.get(datei=datei)
    with no_tenant():
        stranger = office.browser("sachbearbeiter_ordnung")
        for path in (f"pruefungen/{row.pk}/", f"pruefungen/{row.pk}/bericht"):
            assert stranger.get(office.at(f"signaturen/{path}")).status_code == 404
        dokument = datei.fassung.dokument_id
        assert stranger.get(office.at(f"signaturen/dokumente/{dokument}/")).status_code == 404


def test_the_trust_folder_names_what_is_unreadable_or_out_of_date(office, authority, settings):
    folder = settings.VERTRAUENSANKER
    assert (len(load_vertrauen().anchors), len(load_vertrauen().crls)) == (1, 1)
    assert check_vertrauen(deep=False) == (2, [])
    (folder / "kaputt.crt").write_bytes(b"kein Zertifikat")
    ended = authority.issue("Alter Anker", span=(400, -1))
    (folder / "alt.crt").write_bytes(ended.der)
    problems = check_vertrauen(deep=False)[1]
    assert "Vertrauensanker „kaputt.crt“ ist nicht lesbar." in problems
    assert "Vertrauensanker „alt.crt“ ist abgelaufen." in problems


def test_programs_read_verdicts_and_what_is_demanded(office, authority):
    datei = filed(office, signed_by(authority))
    person = Person.objects.get(pk=office.town.persons["sachbearbeiterin"])
    token = create_token(SETUP, person, name="Probe")
    path = office.at(f"api/v1/dokumente/{datei.fassung.dokument_id}/signaturen")
    with no_tenant():
        answer = Client().get(path, headers={"authorization": f"Bearer {token}"})
    told = answer.json()
    assert told["vorgaben"] == []
    assert [row["urteil"] for row in told["pruefungen"]] == ["gueltig"]
    assert told["pruefungen"][0]["signaturen"][0]["unterzeichner"] == "Erika Beispiel"


def test_operators_verify_anew_what_other_anchors_judged(office, authority, settings, tmp_path):
    datei = filed(office, signed_by(authority))
    assert renew_signatures(office.town.tenant) == 0
    (settings.VERTRAUENSANKER / "zweite.crt").write_bytes(Authority(moment(), "Zweite").root.der)
    assert renew_signatures(office.town.tenant) == 1
    work(office, JobKind.VERIFY)
    assert Signaturpruefung.objects.filter(datei=datei).count() == 2
    assert renew_signatures(office.town.tenant) == 0
    assert renew_signatures(office.town.tenant, everything=True) == 1
