"""If-Match, Idempotency-Key, bulk creation, fields and include, scopes: what all operations share."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from verbundakte.akten import actions
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.api.tests.test_api import SETUP, client_of
from verbundakte.core.clock import now
from verbundakte.core.housekeeping import tidy_tenant
from verbundakte.core.models import IdempotencyKey
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Person

KIND = "application/json"


@pytest.fixture
def office(towns, musterstadt):
    """The clerk's client and a Vorgang with a Dokument."""
    musterstadt.vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    musterstadt.dokument = make_dokument(
        lambda: musterstadt.sachbearbeiterin, vorgang=musterstadt.vorgang
    )
    musterstadt.api = client_of(towns["musterstadt"], "sachbearbeiterin")
    return musterstadt


def call(client, method: str, path: str, values=None, **headers):
    """Return the answer of a call with JSON."""
    with no_tenant():
        options = {"headers": {name.replace("_", "-"): value for name, value in headers.items()}}
        if values is not None:
            options |= {"data": json.dumps(values), "content_type": KIND}
        return getattr(client, method)(f"/api/v1/{path}", **options)


def test_a_change_names_the_state_it_is_a_change_of(office):
    path = f"vorgaenge/{office.vorgang.pk}"
    missing = call(office.api, "patch", path, {"betreff": "Neu"})
    assert missing.status_code == 428 and "If-Match" in missing.json()["detail"]
    state = call(office.api, "get", path)["ETag"]
    changed = call(office.api, "patch", path, {"betreff": "Neu"}, if_match=state)
    assert (changed.status_code, changed.json()["betreff"]) == (200, "Neu")
    assert changed["ETag"] != state
    stale = call(office.api, "patch", path, {"betreff": "Alt"}, if_match=state)
    assert (stale.status_code, stale["Content-Type"]) == (412, "application/problem+json")
    both = call(office.api, "patch", path, {"betreff": "X"}, if_match=f"{state}, {changed['ETag']}")
    assert both.status_code == 200


def test_akten_and_fassungen_need_if_match_too(office):
    akte = f"akten/{office.vorgang.akte_id}"
    assert call(office.api, "patch", akte, {"betreff": "Neu"}).status_code == 428
    file = SimpleUploadedFile("Zwei.txt", b"zwei")
    path = f"/api/v1/dokumente/{office.dokument.pk}/fassungen"
    with no_tenant():
        assert office.api.post(path, {"file": file}).status_code == 428
        state = office.api.get(f"/api/v1/dokumente/{office.dokument.pk}")["ETag"]
        file.seek(0)
        made = office.api.post(path, {"file": file}, headers={"if-match": state})
    assert [one["nummer"] for one in made.json()["fassungen"]] == [2, 1]


def test_the_same_creation_happens_once(office):
    path = f"akten/{office.vorgang.akte_id}/vorgaenge"
    first = call(office.api, "post", path, {"betreff": "Carport"}, idempotency_key="a-1")
    again = call(office.api, "post", path, {"betreff": "Carport"}, idempotency_key="a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content and again["ETag"] == first["ETag"]
    assert again["Idempotency-Replayed"] == "true"
    assert Vorgang.objects.filter(betreff="Carport").count() == 1
    other = call(office.api, "post", path, {"betreff": "Anderes"}, idempotency_key="a-1")
    assert other.status_code == 422 and "Idempotency-Key" in other.json()["detail"]
    assert (
        call(office.api, "post", path, {"betreff": "C"}, idempotency_key="x" * 201).status_code
        == 422
    )


def test_a_file_sent_twice_with_one_key_is_filed_once(office):
    path = f"/api/v1/vorgaenge/{office.vorgang.pk}/dokumente"
    answers = []
    for content in (b"eins", b"eins", b"zwei"):
        file = SimpleUploadedFile("Antrag.txt", content)
        with no_tenant():
            answers.append(office.api.post(path, {"file": file}, headers={"idempotency-key": "f"}))
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert answers[0].content == answers[1].content
    assert Dokument.objects.filter(vorgang=office.vorgang).count() == 2


def test_a_refusal_leaves_the_key_free_and_another_person_has_her_own(office, towns):
    path = f"akten/{office.vorgang.akte_id}/vorgaenge"
    assert call(office.api, "post", path, {"betreff": ""}, idempotency_key="k").status_code == 422
    wrong = {"betreff": "A", "vorgangstyp": "gibtesnicht"}
    assert call(office.api, "post", path, wrong, idempotency_key="k").status_code == 422
    assert call(office.api, "post", path, {"betreff": "A"}, idempotency_key="k").status_code == 201
    rita = client_of(towns["musterstadt"], "registratur")
    assert call(rita, "post", path, {"betreff": "B"}, idempotency_key="k").json()["betreff"] == "B"


def test_a_stored_answer_is_not_told_to_whoever_lost_the_right(office):
    path = f"akten/{office.vorgang.akte_id}/vorgaenge"
    made = call(office.api, "post", path, {"betreff": "Geheim"}, idempotency_key="g").json()
    row = Vorgang.objects.get(pk=made["id"])
    other = office.persons["registratur"]
    actions.change_zugriff(
        office.sachbearbeiterin, row, choice=actions.Choice.NUR,
        persons=[office.persons["sachbearbeiterin"], other],
    )  # fmt: skip
    actions.change_zugriff(office.registratur, row, choice=actions.Choice.NUR, persons=[other])
    again = call(office.api, "post", path, {"betreff": "Geheim"}, idempotency_key="g")
    assert again.status_code == 404 and b"Geheim" not in again.content


def test_keys_are_forgotten_after_a_day(office):
    path = f"akten/{office.vorgang.akte_id}/vorgaenge"
    call(office.api, "post", path, {"betreff": "A"}, idempotency_key="k")
    IdempotencyKey.objects.update(created_at=now() - timedelta(hours=25))
    tidy_tenant()
    assert not IdempotencyKey.objects.exists()


def test_several_at_once_have_a_result_each(office):
    path = f"akten/{office.vorgang.akte_id}/vorgaenge/stapel"
    items = [{"betreff": "Eins"}, {"betreff": "Zwei", "vorgangstyp": "gibtesnicht"}]
    answer = call(office.api, "post", path, {"items": items}).json()
    assert [one["status"] for one in answer["items"]] == [201, 422]
    assert answer["created"] == 1 and answer["items"][1]["detail"]
    before = Vorgang.objects.count()
    whole = call(office.api, "post", path, {"items": items, "is_whole": True})
    assert whole.status_code == 422
    assert [one["status"] for one in whole.json()["items"]] == [424, 422]
    assert Vorgang.objects.count() == before
    many = {"items": [{"betreff": "x"}] * 101}
    assert call(office.api, "post", path, many).status_code == 422


def test_only_the_asked_fields_are_told(office):
    path = f"akten/{office.vorgang.akte_id}/vorgaenge"
    answer = call(office.api, "get", f"{path}?fields=id,betreff").json()
    assert set(answer["items"][0]) == {"id", "betreff"}
    whole = call(office.api, "get", f"{path}?fields=id&include=felder,beteiligte").json()
    assert set(whole["items"][0]) == {"id", "felder", "beteiligte"}
    wrong = call(office.api, "get", f"{path}?fields=zone")
    assert wrong.status_code == 422 and "zone" in wrong.json()["detail"]
    assert call(office.api, "get", f"{path}?include=akte__zone").status_code == 422


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("akten", "beteiligte"),
        ("vorgaenge", "felder,beteiligte"),
        ("dokumente", "felder,fassungen,beteiligte"),
    ],
)
def test_lists_take_the_same_number_of_queries_whatever_their_length(office, path, parts):
    call(office.api, "get", path)  # notes the use of the token
    counts = []
    for round_ in range(2):
        for include in ("", parts):
            with CaptureQueriesContext(connection) as counted:
                answer = call(office.api, "get", f"{path}?include={include}")
            assert answer.status_code == 200
            counts.append(len(counted))
        for number in range(3 if not round_ else 0):
            akte = make_akte(
                lambda: office.sachbearbeiterin, planeinheit=make_planeinheit(f"63{number}.1")
            )
            vorgang = actions.create_vorgang(
                office.sachbearbeiterin, akte, betreff=f"V{number}", at=now()
            )
            make_dokument(lambda: office.sachbearbeiterin, vorgang=vorgang)
    assert counts[:2] == counts[2:]


def test_pages_are_walked_by_key(office):
    akte = office.vorgang.akte
    for number in range(5):
        actions.create_vorgang(office.sachbearbeiterin, akte, betreff=f"V{number}", at=now())
    seen, after = [], ""
    while True:
        answer = call(office.api, "get", f"vorgaenge?limit=2&fields=id&after={after}").json()
        seen += [one["id"] for one in answer["items"]]
        after = answer["after"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 6


def test_everyday_verbs_are_resources(office):
    state = call(office.api, "get", f"vorgaenge/{office.vorgang.pk}")["ETag"]
    path = f"vorgaenge/{office.vorgang.pk}/zda-verfuegung"
    closed = call(office.api, "post", path, {"closed_on": "2026-11-02"}, if_match=state)
    assert (closed.status_code, closed.json()["is_closed"]) == (201, True)
    assert call(office.api, "post", path, {}, if_match="*").status_code == 422
    again = f"vorgaenge/{office.vorgang.pk}/wiederaufnahme"
    opened = call(office.api, "post", again, {"reason": "Nachtrag"}, if_match=closed["ETag"])
    assert opened.json()["is_closed"] is False


@pytest.mark.parametrize("verb", ["zda-verfuegung", "wiederaufnahme", "zuordnung"])
@pytest.mark.parametrize("place", ["akten", "vorgaenge", "dokumente"])
def test_every_verb_names_the_state_it_is_meant_for(office, place, verb):
    if (place == "dokumente") != (verb == "zuordnung"):
        return
    rows = {"akten": office.vorgang.akte, "vorgaenge": office.vorgang, "dokumente": office.dokument}
    path = f"{place}/{rows[place].pk}/{verb}"
    given = {"closed_on": "2026-11-02", "reason": "Nachtrag", "vorgang": str(office.vorgang.pk)}
    assert call(office.api, "post", path, given).status_code == 428
    stale = call(office.api, "post", path, given, if_match=f'"{rows[place].pk}-99"')
    assert stale.status_code == 412


def test_a_token_is_good_for_its_scopes_only(towns, office):
    with use_tenant(office.tenant.pk), transaction.atomic():
        person = Person.objects.get(pk=office.persons["sachbearbeiterin"])
        token = create_token(SETUP, person, name="Eng", scopes=["akten:lesen"])
    narrow = Client(headers={"authorization": f"Bearer {token}"})
    assert call(narrow, "get", f"vorgaenge/{office.vorgang.pk}").status_code == 200
    for method, path in (
        ("get", "suche?q=x"),
        ("get", f"dokumente/{office.dokument.pk}"),
        ("post", f"akten/{office.vorgang.akte_id}/vorgaenge"),
    ):
        answer = call(narrow, method, path, {"betreff": "X"} if method == "post" else None)
        assert answer.status_code == 403 and "fehlt" in answer.json()["detail"]
