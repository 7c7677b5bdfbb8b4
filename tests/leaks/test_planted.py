"""What somebody plants stays where it was planted: markup is text on every page, and a form or a
program sets no field it does not show."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import unescape

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from tests.leaks.doors import cases_of, knock, label
from tests.leaks.matrix import TOWN
from tests.leaks.world import Visitor, settle
from verbundakte.api.urls import api
from verbundakte.core.ids import uuid7
from verbundakte.core.models import TenantModel
from verbundakte.core.tenancy.context import use_tenant

MARKUP = "\"'><b data-x>"
ROOM = len(MARKUP) + 8
# Columns that hold codes of the house and no text of people.
CODES = re.compile(
    r"_folded$|_key$|^key$|kind$|sort|media_type|sha256|digest|^code$|path|object_id|token|^name_hash"
    r"|source|^was$|^state$|^column|^columns|geheimnisklasse|medium|^actor_id|starter_id|owner_id|^art$"
)
AMIRA = "sachbearbeiterin"
READERS = (AMIRA, "fachadministration")
MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]


def text_columns(model) -> list[str]:
    """Return the columns of a table that hold texts of people and have room for markup."""
    return [
        field.column
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and (field.max_length or ROOM) >= ROOM
        and not CODES.search(field.column)
    ]


def plant_markup(town: int) -> list[str]:
    """Write markup into every text of a town; return the columns that took it."""
    taken = []
    with use_tenant(town), connection.cursor() as cursor:
        for model in MODELS:
            table = model._meta.db_table
            for column in text_columns(model):
                text = f"%s || left(md5(id::text), 8)"  # noqa: F541
                try:
                    with transaction.atomic():
                        cursor.execute(f"UPDATE {table} SET {column} = {text}", [MARKUP])
                        taken += [f"{table}.{column}"] * bool(cursor.rowcount)
                except DatabaseError:
                    continue  # the log and the bytes cannot be rewritten
        settle(cursor)
    return taken


@pytest.mark.slow
def test_markup_in_any_text_is_text_on_every_page(world):
    shown = 0
    with world.for_now():
        taken = plant_markup(world.home.tenant.pk)
        with use_tenant(world.home.tenant.pk):
            world.index()
        for row in [row for row in TOWN if row.method == "GET"]:
            for role in READERS:
                answer = knock(world, row, cases_of(row)[0], Visitor(role))
                page = answer.content.decode("utf-8", "replace")
                assert answer.status < 500, (label(row), role)
                if answer.headers.get("Content-Type", "").startswith("text/html"):
                    assert "<b data-x>" not in page, (label(row), role)
                    shown += "<b data-x>" in unescape(page)
    with use_tenant(world.home.tenant.pk):
        world.index()
    assert len(taken) > 50, taken
    assert shown > 100


def protected_names() -> dict[str, str]:
    """Return the names under which models keep what no form sets, with the value planted there."""
    found = {
        "tenant",
        "tenant_id",
        "id",
        "pk",
        "zone",
        "zone_id",
        "actor",
        "person_id",
        "is_superuser",
    }
    for model in MODELS:
        for field in model._meta.local_concrete_fields:
            if not field.editable or field.is_relation or field.name.endswith(("_by", "_at")):
                found |= {field.name, field.attname}
    return dict.fromkeys(found - offered_names(), str(uuid7()))


def offered_names() -> set[str]:
    """Return what the rows of the matrix send rightly, which is what the forms show."""
    return {
        "id",
        "person",
        "kind",
        "revision",
        "einheit",
        "dokument",
        "vorgang",
        "akte",
        "planeinheit",
        "empfaenger",
        "bezug",
        "bemerkung",
        "uebernahme",
    }


def places_of(value: str, town: int) -> list[str]:
    """Return the tables in which a value stands."""
    tables = sorted(model._meta.db_table for model in MODELS)
    parts = (f"SELECT '{name}' FROM {name} t WHERE t::text LIKE %s" for name in tables)
    with use_tenant(town), connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), [f"%{value}%"] * len(tables))
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.slow
def test_no_field_is_set_that_no_form_shows(world):
    extra, sent = protected_names(), 0
    [planted] = set(extra.values())
    for row in [row for row in TOWN if row.method == "POST"]:
        key = cases_of(row)[0]
        body = row.body(world, world.cases[key.strip() or "o"])
        if not isinstance(body, dict):
            continue
        more = {name: value for name, value in extra.items() if name not in body}
        stuffed = replace(row, body=lambda *_, all_of=body | more: all_of)
        role = AMIRA if AMIRA in row.who else min(row.who, default=AMIRA)
        where = partial(places_of, planted, world.home.tenant.pk)
        answer = knock(world, stuffed, key, Visitor(role), then=where)
        assert answer.found == [], label(row)
        sent += answer.changed
    assert len(extra) > 60 and sent > 80


HIDDEN = {"number": 4711_4711_4711, "day": "1931-03-07", "text": "Mkuntergeschoben"}


def hidden_values() -> dict[str, object]:
    """Return the names of all columns with what is slipped in under them, by the kind of column."""
    found = {}
    for model in MODELS:
        for field in model._meta.local_concrete_fields:
            is_day, is_number = (
                isinstance(field, kind) for kind in (models.DateField, models.IntegerField)
            )
            value = HIDDEN["day" if is_day else "number" if is_number else "text"]
            found |= {field.name: value, field.attname: value}
    return found


def names_in(schema: dict, schemas: dict) -> Iterator[str]:
    """Yield the names a body may rightly hold."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    for name, one in schema.get("properties", {}).items():
        yield name
        yield from names_in(one.get("items", one), schemas)


def with_hidden(found: dict, more: dict) -> dict:
    """Return a body with more names in it and in each item of its lists."""
    inner = {
        name: [with_hidden(one, more) if isinstance(one, dict) else one for one in value]
        for name, value in found.items()
        if isinstance(value, list)
    }
    return more | found | inner


@pytest.mark.slow
def test_no_program_sets_a_field_that_the_api_does_not_name(world):
    described, sent = api.get_openapi_schema(), 0
    schemas = described["components"]["schemas"]
    bodies = {
        one["operationId"]: one["requestBody"]["content"]["application/json"]["schema"]
        for found in described["paths"].values()
        for one in found.values()
        if "application/json" in one.get("requestBody", {}).get("content", {})
    }
    for row in [row for row in TOWN if row.name.removeprefix("api:") in bodies]:
        key = cases_of(row)[0]
        allowed = set(names_in(bodies[row.name.removeprefix("api:")], schemas))
        more = {name: one for name, one in hidden_values().items() if name not in allowed}
        body = json.loads(row.body(world, world.cases[key.strip() or "o"]))
        text = json.dumps(with_hidden(body, more))
        stuffed = replace(row, body=lambda *_, text=text: text)
        role = AMIRA if AMIRA in row.who else min(row.who)
        where = lambda: [  # noqa: E731
            place
            for planted in HIDDEN.values()
            for place in places_of(str(planted), world.home.tenant.pk)
        ]
        answer = knock(world, stuffed, key, Visitor(role), then=where)
        assert (answer.status, answer.found) == (row.status, []), label(row)
        assert not [one for one in HIDDEN.values() if str(one) in answer.content.decode()]
        sent += answer.changed
    assert len(bodies) > 20 and sent > 15
