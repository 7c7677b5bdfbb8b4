"""The API: a token names person and town; list, detail, filing, search; errors as problems."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.core.actor import SystemActor
from verbundakte.core.ids import uuid7
from verbundakte.core.permissions import Permission
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Person

SETUP = SystemActor("test", frozenset({Permission.TOKEN_CREATE}))


def client_of(town, role):
    """Return a client with the token of a person of the cast."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        person = Person.objects.get(pk=town.persons[role])
        token = create_token(SETUP, person, name="Test")
    return Client(headers={"authorization": f"Bearer {token}"})


@pytest.fixture
def vorgang(musterstadt):
    """A Vorgang with one Dokument."""
    row = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    make_dokument(lambda: musterstadt.sachbearbeiterin, vorgang=row)
    return row


@pytest.fixture
def amira(towns, vorgang):
    """The clerk's client; no town is open around its calls."""
    client = client_of(towns["musterstadt"], "sachbearbeiterin")
    with no_tenant():
        yield client


def test_lists_and_details(amira, vorgang):
    akten = amira.get("/api/v1/akten").json()
    assert [row["id"] for row in akten["items"]] == [str(vorgang.akte_id)]
    detail = amira.get(f"/api/v1/vorgaenge/{vorgang.pk}")
    assert detail.json()["aktenzeichen"] == vorgang.aktenzeichen
    assert detail["ETag"] == f'"{vorgang.pk}-1"'
    dokumente = amira.get(f"/api/v1/vorgaenge/{vorgang.pk}/dokumente").json()
    assert [row["betreff"] for row in dokumente["items"]] == ["Bescheid"]


def test_a_file_is_filed_and_comes_back_unchanged(amira, vorgang):
    file = SimpleUploadedFile("Größe & Maß.txt", b"hallo")
    answer = amira.post(f"/api/v1/vorgaenge/{vorgang.pk}/dokumente?betreff=Notiz", {"file": file})
    assert answer.status_code == 201
    datei = answer.json()["fassungen"][0]["dateien"][0]
    assert datei["file_name"] == "Größe & Maß.txt"
    original = amira.get(f"/api/v1/dateien/{datei['id']}/original")
    assert b"".join(original.streaming_content) == b"hallo"
    part = amira.get(f"/api/v1/dateien/{datei['id']}/original", headers={"range": "bytes=1-2"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"al")


def test_a_program_is_refused_with_a_reason_and_leaves_nothing(amira, vorgang):
    file = SimpleUploadedFile("rechnung.pdf", b"MZ" + b"\x00" * 100)
    answer = amira.post(f"/api/v1/vorgaenge/{vorgang.pk}/dokumente", {"file": file})
    assert answer.status_code == 422
    assert "Programm" in answer.json()["detail"]
    assert len(amira.get(f"/api/v1/vorgaenge/{vorgang.pk}/dokumente").json()["items"]) == 1


@pytest.mark.parametrize("token", ["", "Bearer va_falsch", "Basic abc", "Bearer"])
def test_without_a_valid_token_there_is_nothing(db, token):
    answer = Client(headers={"authorization": token}).get("/api/v1/akten")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_the_neighbouring_town_and_other_units_get_the_same_404(towns, vorgang):
    paths = [f"/api/v1/vorgaenge/{vorgang.pk}", f"/api/v1/akten/{vorgang.akte_id}"]
    stranger = client_of(towns["beispielhausen"], "sachbearbeiterin")
    other = client_of(towns["musterstadt"], "sachbearbeiter_ordnung")
    with no_tenant():
        for client in (stranger, other):
            for path in paths:
                unknown = client.get("/api/v1/vorgaenge/" + str(uuid7()))
                answer = client.get(path)
                assert (answer.status_code, answer.content) == (404, unknown.content)


def test_a_token_opens_no_other_town_than_its_own(towns, vorgang):
    stranger = client_of(towns["beispielhausen"], "sachbearbeiterin")
    with no_tenant():
        assert stranger.get("/musterstadt/api/v1/akten").status_code == 404
        assert stranger.get("/beispielhausen/api/v1/akten").status_code == 200


def test_wrong_arguments_are_named(amira):
    answer = amira.get("/api/v1/search")
    assert answer.status_code == 422
    assert "q" in answer.json()["detail"]


def test_a_search_without_an_index_still_finds_numbers(amira, vorgang):
    answer = amira.get("/api/v1/search", {"q": vorgang.aktenzeichen}).json()
    assert [hit["id"] for hit in answer["hits"]] == [str(vorgang.pk)]
    assert "aufgebaut" in answer["problem"]
