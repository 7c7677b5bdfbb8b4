"""Snippets and marks."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbundakte.core.search.marker import Marker
from verbundakte.core.search.query import parse
from verbundakte.core.search.snippets import marks, snippet
from verbundakte.core.search.tests.support import ANALYSER

TEXT = (
    "Die Wohnungsgeberbescheinigung der Straßenmeisterei liegt bei "
    "(§ 19 BMG, Az. 022.31-2024/0012). 2024-03-12_Antrag_Carport.pdf"
)


def marked(text, query):
    return [text[start:end] for start, end in marks(text, parse(query), ANALYSER)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bescheinigung", ["bescheinigung"]),
        ("wohnung", ["Wohnung"]),
        ("wohnungsgeberbescheinigungen", ["Wohnungsgeberbescheinigung"]),
        ("meisterei", ["meisterei"]),
        ("strasse", ["Straße"]),
        ("§19", ["§ 19"]),
        ("§ 19 BMG", ["§ 19 BMG"]),
        ("022.31", ["022.31-2024/0012"]),
        ("022.31-2024/0012", ["022.31-2024/0012"]),
        ("*geber*", ["Wohnungsgeberbescheinigung"]),
        ("strasenmeisterei~", ["Straßenmeisterei"]),
        ('"liegt bei"', ["liegt bei"]),
        ('"bei liegt"', []),
        ("-bescheinigung liegt", ["liegt"]),
        ("", []),
        ("die bescheinigung", ["bescheinigung"]),
        ("antrag", ["Antrag"]),
    ],
)
def test_what_is_marked(query, expected):
    assert marked(TEXT, query) == expected


def test_marks_fit_decomposed_and_broken_text():
    assert marked("Die Mu\u0308llabfuhr", "müll") == ["Mu\u0308ll"]
    assert marked("Immissions-\nschutzgesetz", "immissionsschutzgesetz") == [
        "Immissions-\nschutzgesetz"
    ]


def test_a_snippet_names_the_page_and_shows_the_place():
    pages = [(1, "Nichts davon hier. " * 50), (2, "x " * 500 + "Der Hund bellt. " + "y " * 500)]
    found = snippet(pages, Marker(parse("hund"), ANALYSER))
    text = "".join(part for part, _ in found.segments)
    assert found.page == 2
    assert ("Hund", True) in found.segments
    assert text.startswith("… ") and text.endswith(" …") and len(text) < 260


def test_the_piece_with_the_most_words_wins():
    pages = [(1, "Hund " + "x " * 300 + "Der Hund zahlt Steuer."), (2, "Hund")]
    found = snippet(pages, Marker(parse("hund steuer"), ANALYSER))
    assert [part for part, is_mark in found.segments if is_mark] == ["Hund", "Steuer"]


def test_what_the_title_tells_is_not_looked_for_through_a_whole_book():
    read = []

    def book():
        for page in range(1, 101):
            read.append(page)
            yield page, f"Seite {page} " + "Wort " * 1_000

    marker = Marker(parse("Hund Steuer"), ANALYSER)
    assert snippet(book(), marker, title="Hund und Steuer").page == 1
    assert read[-1] == 10
    read.clear()
    snippet(book(), marker, title="Hund")
    assert read[-1] == 80


def test_without_a_mark_the_beginning_is_shown_and_without_text_nothing():
    marker = Marker(parse("hund"), ANALYSER)
    assert snippet([(1, " "), (2, "Anfang")], marker).segments == (("Anfang", False),)
    assert snippet([], marker) is None
    assert snippet([(1, "")], marker) is None


@given(
    st.text(alphabet="Hund Straße\n-äu\u0308§19/.", max_size=600),
    st.sampled_from(["hund", "straße", "hu* §19"]),
)
@settings(max_examples=150, deadline=None)
def test_segments_are_pieces_of_the_text(text, query):
    marker = Marker(parse(query), ANALYSER)
    places = marks(text, parse(query), ANALYSER)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))
    found = snippet([(1, text)], marker)
    if found:
        flat = " ".join(text.split())
        shown = "".join(part for part, _ in found.segments).strip("… ")
        assert " ".join(shown.split()) in flat


@pytest.mark.parametrize(
    "query, text, expected",
    [
        (
            '"Antrag Baugenehmigung"',
            "Antrag Garage, Antrag Baugenehmigung",
            ["Antrag Baugenehmigung"],
        ),
        ('"Hauptstraße 5"', "Hauptstr. 4 und Hauptstr. 5", ["Hauptstr. 5"]),
        ('"Nummer 5"', "Nr. 5 der Satzung", ["Nr. 5"]),
    ],
)
def test_a_phrase_is_marked_however_its_words_are_written(query, text, expected):
    assert marked(text, query) == expected
