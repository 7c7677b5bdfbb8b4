"""What must hold for the specifications of every kind that is registered."""

import json
from datetime import UTC, date, datetime
from enum import Enum
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verbundakte.core.bausteine import Ref, SpecInvalid, exchange
from verbundakte.core.bausteine.difference import apply_difference, difference, sentences
from verbundakte.core.bausteine.spec import Spec, _read_fields, canonical, digest
from verbundakte.core.registry import registry

KINDS = sorted(registry.bausteine)
WORDS = st.text(st.sampled_from("aÄßé 0-/„"), min_size=1, max_size=12).filter(str.strip)
CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def values_of(info):
    """Return a strategy for one field, as JSON knows its values."""
    if info.item_class:
        return st.lists(contents_of(info.item_class), max_size=3)
    if info.is_set:
        groups = info.options.choices() if info.options.choices else {}
        known = [value for rows in groups.values() for value, _ in rows]
        return st.lists(st.sampled_from(known) if known else WORDS, max_size=4)
    kind = info.type
    plain = {
        str: WORDS,
        int: st.integers(1, 9),
        bool: st.booleans(),
        date: st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(date.isoformat),
        UUID: st.uuids().map(str),
    }
    if isinstance(kind, Ref):
        made = st.uuids().map(lambda key: {"kind": kind.kind, "key": str(key), "item": None})
    elif isinstance(kind, type) and issubclass(kind, Enum):
        made = st.sampled_from([member.value for member in kind])
    else:
        made = plain[kind]
    is_open = not info.is_required
    return st.one_of(st.none(), made) if is_open else made


def contents_of(spec: type[Spec]):
    """Return a strategy for the content of a specification or an Item."""
    fields = {info.name: values_of(info) for info in spec.fields() if info.name != "id"}
    made = st.fixed_dictionaries(fields)
    has_id = any(info.name == "id" for info in spec.fields())
    return made.map(lambda content: {**content, "id": str(uuid4())}) if has_id else made


def read(spec: type[Spec], content: dict) -> dict:
    """Return a content in its one form; what goes beyond the types of the fields is not asked."""
    problems: list = []
    values = _read_fields(spec, content, problems)
    assert [one for one in problems if "fehlt" not in one.message and ":" not in one.message] == []
    return spec(**values).data()


def mixed(spec: type[Spec], old: dict, new: dict) -> dict:
    """Return `new` with the Items of `old` that stayed, so that Items change and not only come."""
    kept = {
        info.name: [*new[info.name], *old[info.name][:2]]
        for info in spec.fields()
        if info.item_class
    }
    return {**new, **kept}


@pytest.mark.parametrize("kind", KINDS)
def test_a_difference_applied_to_the_old_gives_the_new(kind):
    spec = registry.bausteine[kind].spec

    @CALM
    @given(contents_of(spec), contents_of(spec))
    def hold(first, second):
        old = read(spec, first)
        new = read(spec, mixed(spec, first, second))
        found = difference(spec, old, new)
        assert apply_difference(old, found) == new
        assert (found == []) == (old == new)
        back = difference(spec, new, old)
        assert apply_difference(new, back) == old

    hold()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_difference_is_said_in_a_sentence_without_ids(kind, musterstadt):
    spec = registry.bausteine[kind].spec

    @CALM
    @given(contents_of(spec), contents_of(spec))
    def hold(first, second):
        old, new = read(spec, first), read(spec, mixed(spec, first, second))
        said = sentences(spec, old, new)
        assert len(said) == len(difference(spec, old, new))
        assert all(sentence.endswith(".") for sentence in said)
        ids = [item["id"] for info in spec.fields() if info.item_class for item in new[info.name]]
        assert not [key for key in ids if key in " ".join(said)]

    hold()


@pytest.mark.parametrize("kind", KINDS)
def test_export_and_import_give_the_same_digest(kind):
    spec = registry.bausteine[kind].spec

    @CALM
    @given(contents_of(spec))
    def hold(content):
        try:
            made = spec.read(content)
        except SpecInvalid:
            return
        text = canonical(made)
        version = SimpleNamespace(
            number=3,
            content=text,
            digest=digest(kind, text),
            valid_from=date(2026, 1, 1),
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            baustein=SimpleNamespace(kind=kind, key=uuid4(), name=made.title(), origin=""),
        )
        package = exchange.read(exchange.write(version, origin="Musterstadt").encode())
        assert package.digest == version.digest
        assert canonical(spec.read(package.data)) == text
        assert json.loads(text) == package.data

    hold()
