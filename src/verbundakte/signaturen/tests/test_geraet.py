"""The town's seal with its key in a device (PKCS#11): SoftHSM, as a program of its own makes it."""

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.utils import timezone
from pkcs11 import Attribute, KeyType
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.x509 import decode_x509_certificate

from verbundakte.akten.tests.test_pdfa import filed, work
from verbundakte.core.jobs.run import TryAgain, run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.demo.files.signed import small_pdf
from verbundakte.signaturen.actions.signatur import order
from verbundakte.signaturen.form import Form
from verbundakte.signaturen.kinds import JobKind
from verbundakte.signaturen.models import Organisationszertifikat, Signatur, Signaturauftrag
from verbundakte.signaturen.sign_jobs import try_again
from verbundakte.signaturen.tests.test_signatur import lead, stamp_service, use_service, wish
from verbundakte.signaturen.tests.world import trusted

PIN, NAME = "314159", "Dienstsiegel"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    """The library of SoftHSM with an empty token. It is started once in a process."""
    found = next((one for one in MODULES if Path(one).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("Ohne SoftHSM (Debian: softhsm2) gibt es hier kein Gerät.")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(conf))
        made = ["--init-token", "--free", "--label", "Rathaus", "--pin", PIN, "--so-pin", "0000"]
        subprocess.run(["softhsm2-util", *made], check=True, capture_output=True, timeout=30)
        yield found


@pytest.fixture
def authority(settings, tmp_path):
    """An authority that is trusted here."""
    return trusted(settings, tmp_path)


@pytest.fixture
def device(module, authority, settings):
    """A device with a new key and the certificate for it."""
    settings.PKCS11_MODUL = module
    token = pkcs11.lib(module).get_token(token_label="Rathaus")
    with token.open(user_pin=PIN, rw=True) as session:
        curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
        public, _ = parameters.generate_keypair(store=True, label=NAME, id=b"\1")
        read = load_der_public_key(encode_ec_public_key(public))
        key = SimpleNamespace(public_key=lambda: read)
        issued = authority.issue(NAME, key=key, O="Musterstadt", ID="VATDE-1")
        for one, mark in ((issued, b"\1"), (authority.root, b"\2")):
            told = decode_x509_certificate(one.der) | {Attribute.TOKEN: True, Attribute.ID: mark}
            session.create_object(told)
    yield token
    with token.open(user_pin=PIN, rw=True) as session:
        for row in list(session.get_objects()):
            row.destroy()


def put_in(office, **values):
    """Post the page on which the Fachadministration names the key."""
    given = {"bezeichnung": NAME, "art": "siegel", "token": "Rathaus", "name": NAME, "pin": PIN}
    place = office.at("signaturen/zertifikate/geraet/")
    return office.browser("fachadministration").post(place, {**given, **values})


def test_a_seal_is_made_in_the_device_and_waits_while_that_is_away(
    office, device, module, authority, settings
):
    assert "PIN des Geräts stimmt nicht" in put_in(office, pin="000000").content.decode()
    assert "keinen Schlüssel" in put_in(office, name="Anderer").content.decode()
    assert "antwortet nicht" in put_in(office, token="Keines").content.decode()
    assert put_in(office).status_code == 302
    row = Organisationszertifikat.objects.get()
    assert PIN not in f"{row.geheimnis}{row.zugang}"
    datei = filed(office, small_pdf(), "bescheid.pdf")
    dokument = datei.fassung.dokument
    with stamp_service(authority, settings) as address:
        use_service(address)
        settings.PKCS11_MODUL = f"{module}.fort"
        order(lead(office), dokument, wunsch=wish(datei, row), at=timezone.now())
        waiting = Job.objects.get(kind=JobKind.SIGN)
        with pytest.raises(TryAgain):
            run_job(current_tenant(), waiting.pk)
        assert Signaturauftrag.objects.get().problem == "Das Gerät „Rathaus“ antwortet nicht."
        assert dokument.fassungen.count() == 1
        settings.PKCS11_MODUL = module
        Job.objects.filter(pk=waiting.pk).delete()
        assert try_again(timezone.localdate()) == 1
        work(office, JobKind.SIGN)
    made = Signatur.objects.get(dokument=dokument)
    assert (made.form, made.stufe) == (Form.FORTGESCHRITTENES_SIEGEL, "B-LT")


def test_without_a_device_the_page_says_who_sets_it_up(office, settings):
    settings.PKCS11_MODUL = ""
    assert "VERBUNDAKTE_PKCS11" in put_in(office).content.decode()
    page = office.browser("fachadministration").get(office.at("signaturen/zertifikate/"))
    assert "Gerät hinterlegen" not in page.content.decode()
