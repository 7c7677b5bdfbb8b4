"""The description of the API: German words and examples everywhere, scopes, and a page for people."""

import inspect
import io
import json
import re
from uuid import UUID

import pytest
from django.test import Client

from verbundakte.akten.actions import kontakt as steps
from verbundakte.akten.actions.verweis import add_verweis
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.api.openapi import scope_of
from verbundakte.api.tests.test_api import client_of
from verbundakte.api.urls import api
from verbundakte.core.access.scopes import choices
from verbundakte.core.clock import now
from verbundakte.core.models import AuditEvent, Job
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation.models import Organisationseinheit

ENGLISH = re.compile(r"\b(the|and|return|create|with|which)\b", re.IGNORECASE)
FREE = {"create_oauth_token", "tell_tus"}
# Asked with a foreign town beside their rooms.
OWN_TESTS = {
    "Fristen und Wiedervorlagen",
    "Geschäftsgang",
    "Hochladen",
    "Meldungen",
    "Postausgang",
    "Posteingang",
    "Schreiben",
    "Serienbriefe",
}
ANY_SCOPE = {"get_ich"}


@pytest.fixture(scope="module")
def described() -> dict:
    """The description."""
    return api.get_openapi_schema()


def operations(described) -> list[tuple[str, str, dict]]:
    """Return (path, method, operation) of all."""
    return [(path, method, one) for path, found in described["paths"].items()
            for method, one in found.items()]  # fmt: skip


def test_every_operation_says_in_german_what_it_does(described):
    for path, method, one in operations(described):
        assert one["summary"] and one["description"], (path, method)
        assert not one["description"].startswith(f"{one['summary']}."), (path, method)
        assert not ENGLISH.search(one["summary"] + one["description"]), one["operationId"]
        for parameter in one.get("parameters", []):
            assert parameter.get("description"), (one["operationId"], parameter["name"])


def test_whoever_asks_for_the_state_says_so(described):
    views = {op.view_func.__name__: op.view_func for op in api._all_operations()}
    for _, _, one in operations(described):
        source = inspect.getsource(inspect.unwrap(views[one["operationId"]]))
        named = {row["name"] for row in one["parameters"] if row.get("required")}
        assert ("check_match(" in source) == ("If-Match" in named), one["operationId"]


def test_every_field_has_a_german_description_and_an_example(described):
    for name, schema in described["components"]["schemas"].items():
        for key, one in schema.get("properties", {}).items():
            assert one.get("description"), f"{name}.{key}"
            assert not ENGLISH.search(one["description"]), f"{name}.{key}"
            assert "$ref" in one or "examples" in one, f"{name}.{key}"


def test_every_body_and_answer_has_an_example(described):
    for _, _, one in operations(described):
        contents = list(one.get("requestBody", {}).get("content", {}).values())
        for status, answer in one["responses"].items():
            if int(status) < 300:
                contents += [
                    content
                    for kind, content in answer.get("content", {}).items()
                    if kind == "application/json"
                ]
        for content in contents:
            assert "example" in content or content["schema"].get("format") == "binary", one


def test_every_operation_needs_a_token_good_for_its_part(described):
    found = {op.view_func.__name__: op for op in api._all_operations()}
    for _, _, one in operations(described):
        name = one["operationId"]
        if name in FREE:
            assert not found[name].auth_callbacks
        elif name not in ANY_SCOPE:
            assert scope_of(found[name]) in choices(), name


@pytest.fixture
def world(towns, musterstadt):
    """Something of every kind in Musterstadt, by the name of the parameter that means it."""
    amira = lambda: musterstadt.sachbearbeiterin  # noqa: E731
    vorgang = make_vorgang(amira)
    dokument = make_dokument(amira, vorgang=vorgang)
    kontakt = steps.create_kontakt_at(
        amira(), vorgang, values={"art": "natuerlich", "name": "Geheimnis"}, at=now()
    )
    part = steps.add_beteiligung(amira(), vorgang, kontakt=kontakt, rolle="nachbar", at=now())
    verweis = add_verweis(amira(), vorgang, to=dokument, art="siehe", at=now())
    job = Job.objects.create(kind="x", label="Geheimnis", starter_kind="person",
                             starter_id=amira().id)  # fmt: skip
    unit = Organisationseinheit.objects.get(kennzeichen="63.1")
    return {
        "akte_id": vorgang.akte_id,
        "vorgang_id": vorgang.pk,
        "dokument_id": dokument.pk,
        "datei_id": dokument.fassungen.get().dateien.get().pk,
        "kontakt_id": kontakt.pk,
        "beteiligung_id": part.pk,
        "verweis_id": verweis.pk,
        "auftrag_id": job.pk,
        "planeinheit_id": vorgang.akte.planeinheit.item_id,
        "einheit_id": unit.pk,
        "person_id": amira().person_id,
        "sammlung": "vorgaenge",
        "subject_id": vorgang.pk,
    }


def test_a_foreign_town_gets_the_same_404_for_everything_there_is(described, world, towns):
    """Every operation of the description, called with what exists in another town."""
    stranger = client_of(towns["beispielhausen"], "sachbearbeiterin")
    events, asked = AuditEvent.objects.count(), 0
    for path, method, one in operations(described):
        names = re.findall(r"{(\w+)}", path)
        if not names or set(names) - world.keys():
            assert not names or one["tags"][0] in OWN_TESTS, path
            continue
        body = next(iter(one.get("requestBody", {}).get("content", {}).items()), None)
        for ids in (world, dict.fromkeys(world, UUID(int=7)) | {"sammlung": "vorgaenge"}):
            address = path.format(**{name: ids[name] for name in names})
            more = {}
            if body and body[0] == "application/json":
                more = {"data": json.dumps(body[1]["example"]), "content_type": body[0]}
            elif body:
                more = {"data": {"file": io.BytesIO(b"x")}}
            if "patch" in method or "delete" in method:
                more["headers"] = {"if-match": "*"}
            with no_tenant():
                answer = getattr(stranger, method)(address, **more)
            assert answer.status_code == 404, (one["operationId"], answer.content)
            assert b"Geheimnis" not in answer.content
            if ids is world:
                told = answer.content
            assert answer.content == told
            asked += 1
    assert asked > 60
    assert AuditEvent.objects.count() == events


def test_the_page_shows_every_operation(musterstadt, described):
    client = musterstadt.client("sachbearbeiterin")
    page = client.get("/musterstadt/schnittstelle/").content.decode()
    for _, _, one in operations(described):
        assert f"/musterstadt/schnittstelle/{one['operationId']}/" in page
    detail = client.get("/musterstadt/schnittstelle/change_vorgang/").content.decode()
    assert "If-Match" in detail and "betreff" in detail and "akten:schreiben" in detail
    assert client.get("/musterstadt/schnittstelle/gibtesnicht/").status_code == 404
    assert "/musterstadt/api" not in page + detail  # made once for all towns
    assert Client().get("/musterstadt/schnittstelle/").status_code == 302
