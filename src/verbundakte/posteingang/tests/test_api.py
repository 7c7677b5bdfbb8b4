"""Eingänge for programs: recorded once, passed on, filed; a foreign town gets 404."""

import io

import pytest
from django.utils import timezone

from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.api.tests.test_api import client_of
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.posteingang.models import Eingang, Verschluss
from verbundakte.posteingang.tests.factories import make_eingang, unit

API = "/musterstadt/api/v1/eingaenge"
ANY = {"if-match": "*"}


@pytest.fixture
def ask(towns):
    """Return a function that asks as somebody: status and content."""

    def run(method, path, *, role="sachbearbeiterin", town="musterstadt", **more):
        client = client_of(towns[town], role)
        with no_tenant():
            answer = getattr(client, method)(path, **more)
        return answer

    return run


def send(ask, **more):
    """Record a file in the unit 63."""
    query = f"?einheit={unit('63').pk}&betreff=Einwendung&kennung=portal-1"
    return ask("post", API + query, data={"file": io.BytesIO(b"Inhalt")}, **more)


def test_a_program_records_a_file_once_by_its_own_kennung(musterstadt, ask):
    first, again = send(ask), send(ask)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert Eingang.objects.count() == 1
    assert first.json()["stand"] == "offen"
    listed = ask("get", API).json()["items"]
    assert [row["id"] for row in listed] == [first.json()["id"]]
    assert send(ask, role="sachbearbeiter_ordnung").status_code == 404


def test_what_is_closed_to_its_person_does_not_exist_for_her_program(musterstadt, ask):
    eingang = make_eingang(musterstadt.registratur, verschluss=Verschluss.VERTRAULICH)
    assert ask("get", f"{API}/{eingang.pk}").status_code == 404
    assert ask("get", API).json()["items"] == []
    assert ask("get", f"{API}/{eingang.pk}", role="leitung").status_code == 200


def test_passing_on_and_filing_ask_for_the_state(musterstadt, ask):
    eingang = make_eingang(musterstadt.registratur, einheit="10")
    one = f"{API}/{eingang.pk}"
    body = {"data": {"einheit": str(unit("63").pk)}, "content_type": "application/json"}
    rita = {"role": "registratur"}
    assert ask("post", f"{one}/zuleitungen", **rita, **body).status_code == 428
    old = {"if-match": '"x"'}
    assert ask("post", f"{one}/zuleitungen", headers=old, **rita, **body).status_code == 412
    assert ask("post", f"{one}/zuleitungen", headers=ANY, **rita, **body).status_code == 204
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    body = {"data": {"vorgang": str(vorgang.pk)}, "content_type": "application/json"}
    told = ask("get", one)
    seen = {"if-match": told.headers["ETag"]}
    answer = ask("post", f"{one}/ablagen", headers=seen, **body)
    assert (answer.status_code, answer.json()["stand"]) == (201, "abgelegt")


def test_a_foreign_town_gets_the_same_404(musterstadt, ask):
    eingang = make_eingang(musterstadt.registratur, at=timezone.now())
    for path in ("", "/zuleitungen", "/ablagen"):
        method = "post" if path else "get"
        key = "einheit" if "zu" in path else "vorgang"
        body = {"data": {key: str(eingang.pk)}, "content_type": "application/json"}
        for found in (eingang.pk, eingang.spur):
            more = body if path else {}
            answer = ask(method, f"{API}/{found}{path}", town="beispielhausen", headers=ANY, **more)
            assert answer.status_code == 404
