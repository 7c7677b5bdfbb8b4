"""Tests of large indexes: facets counted together, and zones named by those that may not be seen."""

import json
from datetime import date
from random import Random

import pytest

from verbundakte.core.search import counting, engine, schema
from verbundakte.core.search.compiler import Permitted
from verbundakte.core.search.engine import Request, open_index
from verbundakte.core.search.nodes import All
from verbundakte.core.search.query import parse
from verbundakte.core.search.schema import IndexDoc
from verbundakte.core.search.tests.support import ANALYSER, index_of

ALL = frozenset(range(1, 9))
SOME = [ALL, ALL | {77}, ALL - {3}, frozenset({1, 2, 3, 4}), frozenset({5}), frozenset({77})]


@pytest.fixture
def index(tmp_path):
    chance = Random(11)
    rows = [
        IndexDoc(
            f"{zone}-{number:03}",
            chance.choice(["akte", "vorgang", "dokument"]),
            zone,
            title="Antrag" if number % 3 else "Bescheid",
            dokumenttyp=chance.choice(["", "Brief", "Bescheid"]),
            dated_on=chance.choice([None, date(2024, 1, 5), date(2025, 1, 5)]),
            einheit=chance.choice(["10", "20"]),
            zustand=chance.choice(["in-bearbeitung", "zu-den-akten"]),
            wahl=chance.choice([[], ["Farbe=Rot"], ["Farbe=Rot", "Farbe=Blau"]]),
        )
        for number in range(300)
        for zone in [number % 8 + 1]
    ]
    return index_of(tmp_path, *rows)


@pytest.fixture
def large(monkeypatch):
    return lambda size: monkeypatch.setattr(engine, "VERY_LARGE", size)


def facets(index, zones, names=(*schema.FACETS, "wahl"), **more):
    found = index.facets(Request(parse("antrag"), zones, **more), names)
    return {name: sorted(values) for name, values in found.items()}


@pytest.mark.parametrize("zones", SOME)
def test_facets_counted_together_are_those_counted_alone(index, large, zones):
    alone = facets(index, zones), facets(index, zones, ["jahr", "kind"])
    large(1)
    assert (facets(index, zones), facets(index, zones, ["jahr", "kind"])) == alone


def test_the_most_frequent_values_come_first_and_no_more_than_asked_for(index, large):
    request = Request(All(), ALL)
    alone = index.facets(request, ["kind", "jahr"], 2)
    large(1)
    assert index.facets(request, ["kind", "jahr"], 2) == alone
    assert [len(values) for values in alone.values()] == [2, 2]


def test_too_many_combinations_are_counted_one_by_one(index, large, monkeypatch):
    alone = facets(index, ALL)
    large(1)
    monkeypatch.setattr(counting, "COMBINATIONS", 3)
    assert facets(index, ALL) == alone


@pytest.mark.parametrize("zones", SOME)
def test_the_same_is_found_whichever_zones_are_named(index, large, zones):
    asked = Request(parse("antrag"), zones, limit=200)
    before = [hit.id for hit in index.search(asked).hits]
    large(1)
    assert [hit.id for hit in index.search(asked).hits] == before
    assert index.count(asked.node, zones) == len(before)
    assert {int(one.split("-")[0]) for one in before} == zones & ALL


def test_a_zone_that_comes_later_is_not_seen_by_who_saw_everything_before(index, large):
    large(1)
    asked = Request(All(), ALL, limit=200)
    assert index.search(asked).count == 300
    with index.writer() as writer:
        writer.put(IndexDoc("neu", "akte", 99, title="Antrag"))
        writer.commit()
    assert index.search(asked).count == 300
    assert index.count(All(), ALL) == 300
    assert sum(count for _, count in index.facets(asked, ["kind"])["kind"]) == 300
    assert index.search(Request(All(), ALL | {99}, limit=200)).count == 301


def test_what_has_moved_and_kinds_stay_out_where_all_zones_may_be_seen(index, large):
    large(1)
    moved = Permitted(ALL)
    moved.moved = frozenset({"1-000"})
    assert index.search(Request(All(), moved)).count == 299
    narrow = Permitted(ALL)
    narrow.kinds = frozenset({"akte"})
    assert {hit.kind for hit in index.search(Request(All(), narrow)).hits} == {"akte"}


def test_too_many_zones_are_named_as_before(index, large, monkeypatch):
    large(1)
    monkeypatch.setattr(counting, "MANY_ZONES", 3)
    assert index.search(Request(All(), frozenset({5}))).count == 37


def test_an_index_of_the_version_before_serves_without_its_newer_field(index, large):
    counted = facets(index, ALL)
    place = index.path / "format.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | {"schema": schema.READABLE[0]}))
    older = open_index(index.path, ANALYSER)
    assert not older.has_together
    large(1)
    assert facets(older, ALL) == counted
