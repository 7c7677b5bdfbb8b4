"""Few hits: one wrong letter and longer words are found too, behind the exact ones."""

from dataclasses import replace
from datetime import date

from verbundakte.core.search import nodes
from verbundakte.core.search.compiler import Prefer
from verbundakte.core.search.engine import FEW, Request
from verbundakte.core.search.marker import Marker
from verbundakte.core.search.query import parse
from verbundakte.core.search.reasons import reasons
from verbundakte.core.search.snippets import snippet
from verbundakte.core.search.tests.support import ANALYSER, ZONE, document, index_of


def asked(index, text, zones=frozenset({ZONE})):
    request = index.fitting(Request(parse(text), zones))
    return [hit.id for hit in index.search(request).hits], request


def test_a_scanned_letter_is_forgiven_and_stands_behind_the_exact_word(tmp_path):
    index = index_of(
        tmp_path,
        document("scan", title="Einzahlung", text="Die Einzahlung der Verwaltungsgebuhi."),
        document("bad", text="Die Niederschlagswasseigebühr ist fällig."),
        document("good", text="Die Niederschlagswassergebühr ist fällig."),
    )
    assert asked(index, "Niederschlagswassergebühr")[0] == ["good", "bad"]
    _, request = asked(index, "niederschlagswassergebuehr")
    piece = snippet([(1, "Die Niederschlagswasseigebühr ist")], Marker(request.node, ANALYSER))
    assert ("Niederschlagswasseigebühr", True) in piece.segments


def test_the_beginning_of_a_word_nobody_can_split_is_found(tmp_path):
    index = index_of(tmp_path, document("one", text="Quarzulinenfeld am Ortsrand"))
    assert asked(index, "Quarzulinen")[0] == ["one"]


def test_many_exact_hits_are_not_diluted_and_foreign_zones_do_not_count(tmp_path):
    many = [document(f"d{number}", text="Bescheinigung") for number in range(FEW)]
    similar = document("similar", text="Bescheinigvng")
    index = index_of(tmp_path, *many, similar, document("far", text="Bescheinigvng", zone=99))
    hits, request = asked(index, "Bescheinigung")
    assert "similar" not in hits and request.node == nodes.Word("Bescheinigung")
    assert asked(index, "Bescheinigung", frozenset({99}))[0] == ["far"]
    assert asked(index, "Bescheinigung", frozenset())[0] == []


def test_what_is_excluded_quoted_or_starred_stays_exact():
    for text in ("-garage", '"rotes dach"', "bau*", "titel:satzung", "müler~", "§ 34 BauGB"):
        assert nodes.widened(parse(text)) == parse(text), text
    assert nodes.widened(parse("carport -garage")) == nodes.And(
        (nodes.Similar("carport"), nodes.Not(nodes.Word("garage")))
    )


def test_between_equal_hits_the_own_unit_the_open_and_the_new_come_first(tmp_path):
    on, long_ago = date(2026, 6, 1), date(2015, 1, 1)
    near = {"einheit_id": "mine", "zustand": "in-bearbeitung", "dated_on": on}
    index = index_of(
        tmp_path,
        document("closed", text="Zaun", zustand="zu-den-akten", dated_on=long_ago),
        document("open", text="Zaun", zustand="in-bearbeitung", dated_on=long_ago),
        document("near", text="Zaun", **near),
        document("titled", title="Zaun", zustand="zu-den-akten", dated_on=long_ago),
    )
    prefer = Prefer(frozenset({"mine"}), date(2026, 11, 23))
    request = Request(parse("zaun"), frozenset({ZONE}), prefer=prefer)
    ids = [hit.id for hit in index.search(request).hits]
    assert ids == ["titled", "near", "open", "closed"]
    why = reasons(index, request, ids)
    assert why["near"] == ["„zaun“ im Text", "in Bearbeitung", "neu", "Ihre Organisationseinheit"]
    assert why["titled"] == ["„zaun“ im Betreff"]
    assert reasons(index, replace(request, zones=frozenset({99})), ids)["near"] == []
