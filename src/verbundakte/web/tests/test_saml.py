"""Login at the SAML service of a town, with responses as a browser brings them."""

import base64
import zlib
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from verbundakte.core.clock import now
from verbundakte.core.models import Account, AuditDetail, Membership
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.models import AeussereKennung, Anmeldeantwort, Anmeldedienst, Person
from verbundakte.standards.saml_metadata import NS, ServiceProvider
from verbundakte.standards.tests.saml_idp import ENTITY, Idp, encode

TOWN = "/musterstadt/"
BEGIN, ARRIVE = f"{TOWN}anmelden/dienst/", f"{TOWN}anmelden/dienst/antwort/"
BACK, METADATA = f"{TOWN}anmelden/dienst/rueckkehr/", f"{TOWN}anmelden/dienst/metadaten/"
OWN = "https://akte.example.org/musterstadt"
US = ServiceProvider(f"{OWN}/anmelden/dienst/metadaten/", f"{OWN}/anmelden/dienst/antwort/")
PAGE = f"{TOWN}organisation/anmeldedienst/saml/"


@pytest.fixture(scope="module")
def idp():
    return Idp(now())


def set_up(town, idp, own=OWN, **more):
    with use_tenant(town.tenant.pk):
        return actions.set_saml_dienst(
            town.fachadministration,
            None,
            label="Mit dem Dienstkonto anmelden",
            metadata=idp.metadata(),
            own_address=own,
            **more,
        )


@pytest.fixture
def linked(towns, idp):
    """Musterstadt with a service that knows the clerk as 4711."""
    town = towns["musterstadt"]
    set_up(town, idp)
    with use_tenant(town.tenant.pk):
        person = Person.objects.get(pk=town.persons["sachbearbeiterin"])
        actions.set_kennung(town.fachadministration, person, subject="4711")
    with no_tenant():
        yield town


def ask(client, begin=BEGIN) -> str:
    """Go to the service; return the ID of the request it got."""
    there = urlsplit(client.get(begin)["Location"])
    packed = base64.b64decode(parse_qs(there.query)["SAMLRequest"][0])
    return etree.fromstring(zlib.decompress(packed, -15)).get("ID")


def arrive(encoded, page=ARRIVE):
    """Post as the service's page makes a browser do: from elsewhere, so without our session."""
    return Client(enforce_csrf_checks=True).post(page, {"SAMLResponse": encoded})


def test_a_person_comes_in_by_her_service_and_back_to_what_she_wanted(linked, idp):
    client = Client()
    request = ask(client, f"{BEGIN}?next=/musterstadt/suche/")
    answer = arrive(idp.answer(US, request, now()))
    assert (answer.status_code, answer["Location"]) == (302, BACK)
    assert client.get(BACK)["Location"] == "/musterstadt/suche/"
    assert "Amira Beispiel" in client.get(TOWN).content.decode()
    client.post(f"{TOWN}abmelden/")
    assert client.get(TOWN).status_code == 302


def test_a_response_counts_once_and_only_in_the_browser_that_asked(linked, idp):
    client, other = Client(), Client()
    encoded = idp.answer(US, ask(client), now())
    ask(other)
    assert arrive(encoded).status_code == 302
    assert other.get(BACK).status_code == 422
    assert arrive(encoded).status_code == 422
    assert client.get(BACK).status_code == 302
    assert client.get(BACK).status_code == 422
    assert Client().get(BACK).status_code == 422


def test_a_second_assertion_for_the_same_request_is_refused(linked, idp):
    client = Client()
    request = ask(client)
    assert arrive(idp.answer(US, request, now())).status_code == 302
    assert arrive(idp.answer(US, request, now(), id="_a2", subject="0815")).status_code == 422
    client.get(BACK)
    assert "Amira Beispiel" in client.get(TOWN).content.decode()


def test_what_was_proved_is_forgotten_when_its_time_is_over(linked, idp):
    client = Client()
    arrive(idp.answer(US, ask(client), now()))
    with use_tenant(linked.tenant.pk):
        Anmeldeantwort.objects.update(until_at=now() - timedelta(seconds=1))
    assert client.get(BACK).status_code == 422
    arrive(idp.answer(US, ask(client), now(), id="_a2"))
    with use_tenant(linked.tenant.pk):
        assert Anmeldeantwort.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", ["unsigned", "key", "name", "dtd", "host", "nothing", "unsolicited"]
)
def test_a_response_that_does_not_hold_opens_nothing(linked, idp, wrong):
    client = Client()
    request = ask(client)
    response = idp.build(US, request, now())
    encoded = {
        "unsigned": lambda: encode(response),
        "key": lambda: encode(idp.sign(response, idp.stolen)),
        "name": lambda: _renamed(idp.sign(response)),
        "dtd": lambda: encode(b"<!DOCTYPE a>" + etree.tostring(idp.sign(response))),
        "host": lambda: idp.answer(
            ServiceProvider(METADATA, f"https://boese.example{ARRIVE}"), request, now()
        ),
        "nothing": lambda: "",
        "unsolicited": lambda: idp.answer(US, "", now()),
    }[wrong]()
    answer = arrive(encoded)
    assert answer.status_code == 422
    assert "antwortet nicht richtig" in answer.content.decode()
    assert client.get(BACK).status_code == 422
    assert client.get(TOWN).status_code == 302


def _renamed(response):
    response.find(".//a:NameID", NS).text = "0815"
    return encode(response)


def test_the_name_of_the_host_in_a_request_changes_nothing(linked, idp):
    """A response for another application of the same service stays one for another application."""
    client = Client()
    other = ServiceProvider("https://boese.example" + METADATA, "https://boese.example" + ARRIVE)
    encoded = idp.answer(other, ask(client), now())
    answer = Client().post(ARRIVE, {"SAMLResponse": encoded}, HTTP_HOST="boese.example")
    assert answer.status_code == 422
    assert OWN in Client().get(METADATA, HTTP_HOST="boese.example").content.decode()


def test_a_service_opens_only_its_own_town(linked, towns, idp):
    account = Account.objects.get(login="sachbearbeiterin.musterstadt")
    neighbour = towns["beispielhausen"]
    Membership.objects.create(
        account=account, tenant=neighbour.tenant, person_id=neighbour.persons["leitung"]
    )
    client = Client()
    arrive(idp.answer(US, ask(client), now()))
    client.get(BACK)
    assert client.get(TOWN).status_code == 200
    assert client.get("/beispielhausen/")["Location"].startswith("/beispielhausen/anmelden/")


def test_a_response_to_one_town_is_none_to_the_other(linked, towns, idp):
    set_up(towns["beispielhausen"], idp, own="https://akte.example.org/beispielhausen")
    with no_tenant():
        encoded = idp.answer(US, ask(Client(), "/beispielhausen/anmelden/dienst/"), now())
        assert arrive(encoded, "/beispielhausen/anmelden/dienst/antwort/").status_code == 422


def test_an_unknown_identity_is_named_and_somebody_logged_in_links_it(linked, idp):
    client = Client()
    arrive(idp.answer(US, ask(client), now(), subject="0815"))
    assert "diese Kennung: 0815" in client.get(BACK).content.decode()
    leitung = linked.client("leitung")
    arrive(idp.answer(US, ask(leitung, f"{BEGIN}?verknuepfen=an"), now(), subject="0815", id="_b"))
    assert leitung.get(BACK)["Location"] == f"{TOWN}organisation/sicherheit/"
    with use_tenant(linked.tenant.pk):
        assert AeussereKennung.objects.get(subject="0815").person_id == linked.persons["leitung"]


def test_the_administration_uploads_metadata_and_finds_ours(towns, idp):
    town = towns["musterstadt"]
    admin = town.client("fachadministration")
    with no_tenant():
        assert (
            "Statt dessen SAML 2.0"
            in admin.get(f"{TOWN}organisation/anmeldedienst/").content.decode()
        )
        assert Client().get(METADATA).status_code == 404
        assert Client().post(ARRIVE).status_code == 404
        data = {"label": "Anmelden", "own_address": OWN, "is_active": "on"}
        for text, status, said in (
            ("", 422, "Die Metadaten des Dienstes fehlen"),
            ("<a/>", 422, "keine brauchbaren SAML-Metadaten"),
            (idp.metadata().decode(), 302, ""),
        ):
            answer = admin.post(PAGE, {**data, "text": text})
            assert answer.status_code == status
            assert said in answer.content.decode()
        large = SimpleUploadedFile("m.xml", b"x" * 600_000)
        assert "größer als 512 KB" in admin.post(PAGE, {**data, "datei": large}).content.decode()
        datei = SimpleUploadedFile("m.xml", idp.metadata())
        assert admin.post(PAGE, {**data, "datei": datei}).status_code == 302
        assert admin.post(PAGE, data).status_code == 302
        shown = admin.get(PAGE).content.decode()
        assert ENTITY in shown and "Zertifikat gültig bis" in shown
        assert US.entity_id in Client().get(METADATA).content.decode()
    with use_tenant(town.tenant.pk):
        service = Anmeldedienst.objects.get()
        told = " ".join(str(row) for row in AuditDetail.objects.values_list("old", "new"))
    assert (service.kind, service.issuer) == ("saml", ENTITY)
    assert "BEGIN CERTIFICATE" not in told
