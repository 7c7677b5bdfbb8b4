"""Synonyms widen a question, never the index, and never what stands in quotes."""

import pytest

from verbundakte.core.search import nodes
from verbundakte.core.search.engine import Request
from verbundakte.core.search.marker import Marker
from verbundakte.core.search.query import parse
from verbundakte.core.search.reading import said, written
from verbundakte.core.search.reasons import reasons
from verbundakte.core.search.snippets import snippet
from verbundakte.core.search.synonyms import MOST_OTHERS, MOST_WIDENED, Gruppe, Thesaurus
from verbundakte.core.search.tests.support import ANALYSER, ZONE, document, index_of

ZONES = frozenset({ZONE})
GROUPS = [
    Gruppe(("Kita", "Kindertagesstätte", "Kindergarten")),
    Gruppe(("BauO", "Bauordnung")),
    Gruppe(("Fahrzeug",), ("Pkw", "Auto")),
    Gruppe(("freiwillige Feuerwehr", "Ortswehr")),
    Gruppe(("Anger", "Grünplatz")),
    Gruppe(("Grünplatz", "Dorfmitte")),
]
THESAURUS = Thesaurus(GROUPS, ANALYSER)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(
        tmp_path_factory.mktemp("synonyms"),
        document("kita", "Antrag Kita Lindenweg"),
        document("statt", "Satzung der Kindertagesstätten"),
        document("garten", "Bericht", "Neubau eines Kindergartens am Anger"),
        document("wagen", "Beschaffung Pkw"),
        document("wehr", "Haushalt der Ortswehr"),
        document("verein", "Freiwillige Helfer der Feuerwehr"),
    )


def ids(index, text, **more):
    request = Request(THESAURUS.widen(parse(text)), ZONES, **more)
    return [hit.id for hit in index.search(request).hits]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Kita", {"kita", "statt", "garten"}),
        ("kindertagesstätten", {"kita", "statt", "garten"}),
        ('"Kita"', {"kita"}),
        ("-Kita satzung", {"statt"}),
        ("Fahrzeuge", {"wagen"}),
        ("Pkw", {"wagen"}),
        ("Auto", set()),
        ("freiwillige feuerwehr", {"wehr", "verein"}),
        ("ortswehr haushalt", {"wehr"}),
        ("titel:kita", {"kita", "statt"}),
        ("kita ODER pkw", {"kita", "statt", "garten", "wagen"}),
        ("kit*", {"kita"}),
    ],
)
def test_a_word_finds_what_stands_for_it(index, question, found):
    assert set(ids(index, question)) == found


def test_what_was_written_comes_first(index):
    assert ids(index, "kita")[0] == "kita"
    assert ids(index, "kindertagesstätte")[0] == "statt"


def test_a_synonym_is_not_looked_up_again():
    assert THESAURUS.others("Anger") == ("Grünplatz",)
    assert set(THESAURUS.others("Grünplatz")) == {"Anger", "Dorfmitte"}


def test_the_reason_names_the_synonym(index):
    node = THESAURUS.widen(parse("kita"))
    request = Request(node, ZONES)
    from_title = reasons(index, request, ["kita", "garten"])
    assert from_title["kita"][0] == "„kita“ im Betreff"
    assert from_title["garten"] == ["gefunden über: Kindergarten"]
    row = Request(THESAURUS.widen(parse("freiwillige feuerwehr")), ZONES)
    assert reasons(index, row, ["wehr"])["wehr"] == ["gefunden über: Ortswehr"]


def test_the_snippet_marks_the_synonym():
    marker = Marker(THESAURUS.widen(parse("kita")), ANALYSER)
    assert marker.keys == 1
    piece = snippet([(1, "Der Kindergarten ist voll.")], marker)
    assert [text for text, is_mark in piece.segments if is_mark] == ["Kindergarten"]


def test_a_question_of_many_words_and_large_groups_stay_bounded():
    words = [f"wort{number:02d}x" for number in range(60)]
    wide = Thesaurus([Gruppe(tuple(words))], ANALYSER)
    node = wide.widen(parse(" ".join(words)))
    widened = [child for child in node.children if isinstance(child, nodes.Alike)]
    assert len(widened) == MOST_WIDENED
    assert all(len(child.others) == MOST_OTHERS for child in widened)


def test_without_groups_the_tree_is_the_same():
    node = parse("kita lindenweg")
    assert Thesaurus([], ANALYSER).widen(node) is node


def test_a_question_is_told_with_its_synonyms_and_written_without():
    node = THESAURUS.widen(parse("bauo lindenweg"))
    assert said(node) == "„bauo“ (auch „Bauordnung“) und „lindenweg“"
    assert written(node) == "bauo lindenweg"
