"""Remote qualified signatures against a CSC service: authorised by the person, all of it or nothing."""

import base64

import pytest
from asn1crypto import algos
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from verbundakte.akten.actions import Arrived, add_fassung
from verbundakte.akten.kinds import JobKind as AktenJob
from verbundakte.akten.tests.test_pdfa import filed, work
from verbundakte.core.blobs import store
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo.files.signed import SAYS_QUALIFIED, small_pdf
from verbundakte.signaturen import queries, signieren
from verbundakte.signaturen.actions import check_form
from verbundakte.signaturen.actions.signatur import NotNow, WentOn, Wunsch, order
from verbundakte.signaturen.fernsignatur import PSS, Denied, Freigabe, Zugang, choose
from verbundakte.signaturen.form import Form
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.models import (
    Organisationszertifikat,
    Signatur,
    Signaturauftrag,
    Signaturpruefung,
)
from verbundakte.signaturen.tests.csc import ACCOUNT, KEY, PIN, TOKEN, csc_service
from verbundakte.signaturen.tests.test_signatur import konzept, stamp_service, use_service
from verbundakte.signaturen.tests.world import page_of, trusted
from verbundakte.signaturen.werk import NotUsable

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.AppKey")
FERN = "signaturen/zertifikate/fernsignatur/"


@pytest.fixture
def authority(settings, tmp_path):
    """An authority that is trusted here, as a qualified one."""
    made = trusted(settings, tmp_path)
    (settings.VERTRAUENSANKER / "qualifiziert").mkdir()
    (settings.VERTRAUENSANKER / "wurzel.crt").rename(
        settings.VERTRAUENSANKER / "qualifiziert" / "wurzel.crt"
    )
    return made


@pytest.fixture
def service(authority, settings, tmp_path):
    """A time stamp service and a signing service that keeps Amira's key."""
    issued = authority.issue("Amira Beispiel", GN="Amira", SN="Beispiel", extension=SAYS_QUALIFIED)
    with stamp_service(authority, settings) as address:
        use_service(address)
        with csc_service(authority, issued, settings, tmp_path) as running:
            running.stamps = address
            yield running


def put_in(office, service, **values):
    """Post the page on which the Fachadministration puts a remote key in."""
    given = {
        "bezeichnung": "Signatur von Amira",
        "art": "signatur",
        "person": str(office.amira().person_id),
        "adresse": service.address,
        "geheimnis": TOKEN,
        "credential": KEY,
    }
    browser = office.browser("fachadministration")
    return browser.post(office.at(FERN), {**given, **values})


def bescheid(office):
    """Return a new Dokument whose kind demands a qualified signature, with the file to sign."""
    datei = filed(office, small_pdf(), "bescheid.pdf")
    dokument = datei.fassung.dokument
    konzept(
        bezeichnung="Bescheid",
        dokumenttyp=dokument.dokumenttyp.kuerzel,
        form=Form.QUALIFIZIERTE_SIGNATUR,
        regel="§ 3a Abs. 2 VwVfG",
    )
    return dokument, datei


def sign(office, dokument, datei, **values):
    """Post the page on which Amira signs; return the answer."""
    row = Organisationszertifikat.objects.get()
    given = {"zertifikat": str(row.pk), "gesehen": datei.blob.sha256, "pin": PIN}
    place = office.at(f"signaturen/dokumente/{dokument.pk}/signatur/")
    return office.browser().post(place, {**given, **values})


def told(answer) -> str:
    """Return an answer as text without line breaks."""
    return " ".join(answer.content.decode().split())


def test_a_person_signs_qualified_with_her_pin_and_the_form_is_kept(office, service):
    assert put_in(office, service).status_code == 302
    row = Organisationszertifikat.objects.get()
    assert (row.form, row.person) == (Form.QUALIFIZIERTE_SIGNATUR, office.amira().person_id)
    assert TOKEN not in f"{row.geheimnis}{row.zugang}"
    dokument, datei = bescheid(office)
    page = page_of(office, f"signaturen/dokumente/{dokument.pk}/signatur/")
    assert "Verlangt ist nach § 3a Abs. 2 VwVfG: qualifizierte Signatur." in page
    assert sign(office, dokument, datei).status_code == 302
    made = Signatur.objects.get(dokument=dokument)
    assert (made.form, made.stufe) == (Form.QUALIFIZIERTE_SIGNATUR, "B-LT")
    assert (made.quelle.nummer, made.fassung.nummer) == (1, 2)
    check_form(office.amira(), dokument)
    (allowed,), (asked,) = service.bodies("authorize"), service.bodies("signHash")
    assert allowed["hash"] == asked["hash"]
    assert PIN not in str(Signaturauftrag.objects.values().get())
    work(office, AktenJob.INGEST, JobKind.VERIFY)
    found = Signaturpruefung.objects.get(datei__fassung=made.fassung)
    assert (found.urteil, found.signaturen[0]["form"]) == ("gueltig", Form.QUALIFIZIERTE_SIGNATUR)


def test_a_service_that_signs_with_rsassa_pss_is_told_how_and_its_signature_holds(
    office, authority, settings, tmp_path
):
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    issued = authority.issue(
        "Amira Beispiel", GN="Amira", SN="Beispiel", key=key, extension=SAYS_QUALIFIED
    )
    with stamp_service(authority, settings) as address:
        use_service(address)
        with csc_service(authority, issued, settings, tmp_path) as service:
            service.algorithms = [PSS]
            assert put_in(office, service).status_code == 302
            dokument, datei = bescheid(office)
            assert sign(office, dokument, datei).status_code == 302
    (asked,) = service.bodies("signHash")
    assert asked["signAlgo"] == PSS
    told = algos.RSASSAPSSParams.load(base64.b64decode(asked["signAlgoParams"])).native
    assert (told["hash_algorithm"]["algorithm"], told["salt_length"]) == ("sha256", 32)
    made = Signatur.objects.get(dokument=dokument)
    assert made.form == Form.QUALIFIZIERTE_SIGNATUR
    work(office, AktenJob.INGEST, JobKind.VERIFY)
    assert Signaturpruefung.objects.get(datei__fassung=made.fassung).urteil == "gueltig"


def test_what_goes_wrong_leaves_nothing_and_can_be_tried_again(office, service, settings):
    put_in(office, service)
    dokument, datei = bescheid(office)
    answer = sign(office, dokument, datei, pin="0000")
    assert (
        answer.status_code,
        "Die PIN stimmt nicht. Es ist nichts signiert." in told(answer),
    ) == (
        422,
        True,
    )
    assert "0000" not in told(answer)
    assert "Diese Angabe fehlt." in told(sign(office, dokument, datei, pin=""))
    service.away = "signHash"
    answer = sign(office, dokument, datei)
    assert "Fernsignaturdienst ist gestört (Antwort 503). Es ist nichts signiert." in told(answer)
    service.away = ""
    allowed, settings.OUTBOUND_ALLOWED = settings.OUTBOUND_ALLOWED, [service.address]
    assert "Kein Zeitstempel von „" in told(sign(office, dokument, datei))
    settings.OUTBOUND_ALLOWED = allowed
    assert not Signaturauftrag.objects.exists()
    assert dokument.fassungen.count() == 1
    assert sign(office, dokument, datei).status_code == 302
    assert dokument.fassungen.count() == 2


def test_a_document_that_changed_while_she_signs_is_not_signed(office, service, monkeypatch):
    put_in(office, service)
    dokument, datei = bescheid(office)
    real = signieren.make_signed

    def slow(*given):
        done = real(*given)
        stored = store.put_bytes(current_tenant(), small_pdf("Anders"))
        arrived = Arrived(stored, "neu.pdf")
        add_fassung(office.town.leitung, dokument, arrived=arrived, at=timezone.now())
        work(office, AktenJob.INGEST)
        return done

    monkeypatch.setattr(signieren, "make_signed", slow)
    row = Organisationszertifikat.objects.get()
    wunsch = Wunsch(datei.blob.sha256, row)
    with pytest.raises(WentOn, match="inzwischen Fassung 2"):
        signieren.sign_remotely(office.amira(), dokument, wunsch=wunsch, freigabe=Freigabe(PIN))
    assert not Signaturauftrag.objects.exists()
    assert dokument.fassungen.count() == 2


def test_her_certificate_is_hers_and_the_code_is_sent_when_she_has_none(office, service):
    service.needs_otp = True
    put_in(office, service)
    dokument, datei = bescheid(office)
    row = Organisationszertifikat.objects.get()
    assert queries.zertifikate_for(office.town.leitung, dokument) == []
    with pytest.raises(NotNow, match="gehört einer anderen Person"):
        order(
            office.town.leitung,
            dokument,
            wunsch=Wunsch(datei.blob.sha256, row),
            at=timezone.now(),
        )
    assert "Der Einmalcode ist unterwegs" in told(sign(office, dokument, datei))
    assert service.bodies("sendOTP") == [{"credentialID": KEY}]
    assert "Der Einmalcode stimmt nicht" in told(sign(office, dokument, datei, otp="1"))
    assert sign(office, dokument, datei, otp="4711").status_code == 302


def test_what_cannot_be_used_is_refused_when_it_is_put_in(office, service, settings):
    said = {
        "Wählen Sie, wer damit signiert.": {"person": ""},
        "kennt den Zugang nicht": {"geheimnis": "falsch"},
        "Nennen Sie den Schlüssel beim Dienst. Der Dienst nennt: haus/": {"credential": ""},
        "Erlaubt ist nur https://": {"adresse": "http://127.0.0.1:9/csc/v1"},
        "Der Fernsignaturdienst hat abgelehnt (Antwort 404).": {"credential": "haus/niemand"},
    }
    for sentence, values in said.items():
        answer = put_in(office, service, **values)
        assert (answer.status_code, sentence in told(answer)) == (422, True), sentence
    service.mode = "oauth2code"
    assert "nur auf den Seiten des Dienstes" in told(put_in(office, service))
    assert not Organisationszertifikat.objects.exists()
    service.mode = "implicit"
    zugang = Zugang(service.address, "passt", ACCOUNT, "")
    with pytest.raises(Denied):
        choose(Zugang(service.address, "passt nicht", ACCOUNT), KEY)
    assert choose(zugang, KEY)[1].credential == KEY
    settings.OUTBOUND_ALLOWED = []
    with pytest.raises(NotUsable):
        choose(zugang, KEY)
