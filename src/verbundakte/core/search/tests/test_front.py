"""Tests of the front: in a large index the first page comes without scoring every hit, and is the same."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from verbundakte.core.search import engine
from verbundakte.core.search.compiler import Permitted, Prefer
from verbundakte.core.search.engine import Request
from verbundakte.core.search.query import parse
from verbundakte.core.search.tests.support import document, index_of

WORDS = ["Antrag", "Genehmigung", "Baum", "Straße", "Wasser", "Gebühr", "Frist", "Bescheid"]
OWN, ZONES, ONE = "einheit-1", frozenset({1, 2, 3}), frozenset({1})


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Five zones; every fourth title and most texts hold the words that are asked for."""
    chance = Random(7)
    rows = []
    for number in range(1_200):
        title = " ".join(chance.sample(WORDS, 2)) if number % 4 == 0 else f"Schreiben {number}"
        zone = chance.randint(1, 5)
        rows.append(
            document(
                f"{zone}-{number:04}",
                title,
                " ".join(chance.choices(WORDS, k=chance.randint(2, 30))),
                zone=zone,
                zustand=chance.choice(["in-bearbeitung", "zu-den-akten"]),
                dated_on=date(chance.randint(2019, 2026), 3, 1),
                einheit_id=chance.choice([OWN, "einheit-2"]),
                numbers=(f"AZ {number}/26",),
            )
        )
    return index_of(tmp_path_factory.mktemp("front"), *rows)


@pytest.fixture(autouse=True)
def large(monkeypatch):
    monkeypatch.setattr(engine, "LARGE", 100)


def asked(text: str, zones=ZONES, **more) -> Request:
    near = Prefer(frozenset({OWN}), date(2026, 11, 29))
    return Request(parse(text), zones, limit=10, prefer=near, is_counted=False, **more)


def scores(result) -> list[float]:
    return [round(hit.score, 3) for hit in result.hits]


PHRASES = ['"antrag baum"', '"der antrag"', '"wasser gebühr frist"']


@pytest.mark.parametrize(
    "text", [*WORDS, *PHRASES, "antrag baum", "genehm*", "*asse*", "genehmigng~"]
)
@pytest.mark.parametrize("offset", [0, 10])
@pytest.mark.parametrize("zones", [ZONES, ONE])
def test_the_first_pages_are_the_same_as_with_every_hit_scored(index, text, offset, zones):
    assert index._is_narrow(index.searcher(), zones) == (zones == ONE)
    request = asked(text, zones, offset=offset)
    quick, whole = index.search(request), index.search(replace(request, is_counted=True))
    assert scores(quick) == scores(whole)
    assert not whole.is_capped
    assert len(quick.hits) <= quick.count <= whole.count
    assert quick.is_capped == (quick.count < whole.count)
    if quick.is_capped:  # how many of the others may be seen would tell of those that may not
        assert quick.count == offset + len(quick.hits)


def test_a_common_word_is_answered_from_the_front(index):
    assert index.search(asked("antrag")).is_capped
    assert index.search(asked("genehm*")).is_capped


def test_a_phrase_of_common_words_is_answered_from_what_lies_near(index):
    quick, everybody = index.search(asked('"antrag baum"')), asked('"antrag baum"', zones=None)
    whole = index.search(replace(everybody, zones=ZONES, is_counted=True))
    assert quick.is_capped
    assert quick.count < whole.count
    nobody = replace(asked('"antrag baum"'), prefer=None)
    assert not index.search(nobody).is_capped
    without_unit = replace(nobody, prefer=Prefer(frozenset(), date(2026, 11, 29)))
    counted = replace(without_unit, is_counted=True)
    assert scores(index.search(without_unit)) == scores(index.search(counted))


def test_what_was_deleted_counts_as_the_engine_counts_it(tmp_path):
    """BM25 reckons with deleted documents until segments are put together; the bound does too."""
    rows = [document(f"1-{n:04}", f"Schreiben {n}", "auf Antrag", zone=1) for n in range(400)]
    index = index_of(tmp_path / "deleted", *rows)
    with index.writer() as writer:
        for row in rows[:300]:
            writer.remove(row.id)
        writer.commit("2")
    index.reload()
    frequency = dict(index.searcher().terms_with_prefix("kind", "", limit=10))
    assert sum(frequency.values()) > 400
    request = asked('"auf antrag"', frozenset({1}))
    assert scores(index.search(request)) == scores(index.search(replace(request, is_counted=True)))


@pytest.mark.parametrize(
    "text", ["ortstermin", '"ortstermin im"', "antrag oder baum", "der antrag"]
)
def test_where_nothing_is_known_of_the_rest_every_hit_is_scored(index, text):
    assert not index.search(asked(text)).is_capped


def test_of_other_zones_nothing_is_found_counted_or_shifted(index):
    request = asked("antrag", ONE)
    quick, whole = index.search(request), index.search(replace(request, is_counted=True))
    assert scores(quick) == scores(whole)
    assert quick.count <= whole.count
    assert quick.is_capped
    assert all(hit.id.startswith("1-") for hit in quick.hits)
    assert index.search(asked("antrag", frozenset())).count == 0
    assert index.search(asked("antrag", frozenset({99}))).count == 0


@pytest.mark.parametrize("zones", [ZONES, ONE])
def test_what_has_moved_away_and_kinds_that_may_not_be_read_stay_out(index, zones):
    best = index.search(asked("antrag", zones)).hits[0].id
    moved = Permitted(zones)
    moved.moved = frozenset({best})
    result = index.search(asked("antrag", moved))
    assert result.is_capped
    assert best not in {hit.id for hit in result.hits}
    other = Permitted(zones)
    other.kinds = frozenset({"vorgang"})
    assert index.search(asked("antrag", other)).count == 0


def test_filters_other_orders_and_small_indexes_are_counted(index, monkeypatch):
    assert not index.search(asked("antrag", filters={"zustand": ["in-bearbeitung"]})).is_capped
    assert not index.search(asked("antrag", order="neueste")).is_capped
    monkeypatch.setattr(engine, "LARGE", 50_000)
    assert not index.search(asked("antrag")).is_capped
