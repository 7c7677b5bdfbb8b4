"""The query language: what users write and what it means."""

import json
import time
from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbundakte.core.search.nodes import (
    Alike,
    All,
    And,
    DateRange,
    Field,
    FieldRange,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Scoped,
    Wildcard,
    Word,
)
from verbundakte.core.search.query import QueryError, parse
from verbundakte.core.search.reading import said, written
from verbundakte.core.search.tests.support import SHARED

TODAY = date(2024, 5, 15)  # a Wednesday
A, B, C = Word("a"), Word("b"), Word("c")
MEANINGS = {
    "": All(),
    "  \t ": All(),
    "a b": And((A, B)),
    "a UND b": And((A, B)),
    "a b a": And((A, B)),
    "a a": A,
    "a ODER b": Or((A, B)),
    "a OR b c": Or((A, And((B, C)))),
    "(a ODER b) c": And((Or((A, B)), C)),
    "a -b": And((A, Not(B))),
    "a NICHT b": And((A, Not(B))),
    "-a": Not(A),
    "foo-bar": Word("foo-bar"),
    "a - b": And((A, B)),
    '"a b"': Phrase("a b"),
    "„a b“": Phrase("a b"),
    "Bau*": Wildcard("bau*"),
    "*Gebühr*": Wildcard("*gebuhr*"),
    "müler~": Fuzzy("muler"),
    "titel:a": Scoped("title", A),
    'Betreff: "a b"': Scoped("title", Phrase("a b")),
    "az:022.31-2024/00*": Scoped("numbers", Wildcard("022.31-2024/00*")),
    "typ:Bescheid": Field("dokumenttyp", "bescheid"),
    "farbe:rot": Field("farbe", "rot"),
    "-typ:Bescheid": Not(Field("dokumenttyp", "bescheid")),
    "fremd:a": And((Word("fremd"), A)),
    "§ 19 BMG": Word("§ 19 BMG"),
    "12:30": Word("12:30"),
    "datum:2024": DateRange(date(2024, 1, 1), date(2024, 12, 31)),
    "datum:2024..2025": DateRange(date(2024, 1, 1), date(2025, 12, 31)),
    "datum:..02.2024": DateRange(None, date(2024, 2, 29)),
    "datum:1.3.2024..": DateRange(date(2024, 3, 1), None),
    "vor:2024": DateRange(None, date(2023, 12, 31)),
    "nach:2024-03": DateRange(date(2024, 4, 1), None),
    "seit:2024": DateRange(date(2024, 1, 1), None),
    "datum:>=2024": DateRange(date(2024, 1, 1), None),
    "datum:>03.2024": DateRange(date(2024, 4, 1), None),
    "datum:<2024": DateRange(None, date(2023, 12, 31)),
    "datum:<=1.2.2024": DateRange(None, date(2024, 2, 1)),
    "datum:2023-2024": DateRange(date(2023, 1, 1), date(2024, 12, 31)),
    "datum:heute": DateRange(TODAY, TODAY),
    "datum:letzte Woche": DateRange(date(2024, 5, 6), date(2024, 5, 12)),
    'datum:"diese Woche"': DateRange(date(2024, 5, 13), date(2024, 5, 19)),
    "datum:letzter-Monat a": And((DateRange(date(2024, 4, 1), date(2024, 4, 30)), A)),
    "datum:letzte 30 Tage": DateRange(date(2024, 4, 15), TODAY),
    "datum:dieses Quartal": DateRange(date(2024, 4, 1), date(2024, 6, 30)),
    "seit:gestern": DateRange(date(2024, 5, 14), None),
    "farbe:>=1.000,5": FieldRange("farbe", (1000.5, None), None),
    "farbe:10..20": FieldRange("farbe", (10, 20), None),
    "jahr:2023..2024": FieldRange("jahr", (2023, 2024), (date(2023, 1, 1), date(2024, 12, 31))),
}
READ_BACK = {
    *("All", "Word", "Phrase", "Wildcard", "Fuzzy", "Similar", "Alike", "Scoped"),
    *("Field", "FieldRange", "DateRange", "Not", "And", "Or"),
}
REFUSED = [
    "(a",
    "a)",
    '"a',
    "***",
    "?!",
    "*",
    "a*",
    "*ab*",
    "datum:99",
    "datum:2025..2024",
    "typ:!!",
]


@pytest.mark.parametrize("text", MEANINGS)
def test_meaning(text):
    assert parse(text, frozenset({"farbe"}), today=TODAY) == MEANINGS[text]


MASSES = [
    "a " * 70,
    "(" * 30 + "a" + ")" * 30,
    "x" * 10_000,
    "(" * 1900,
    "*abc* " * 5,
    "ab* " * 9,
    "a~ " * 600,
]


@pytest.mark.parametrize("text", [*REFUSED, *MASSES])
def test_what_cannot_be_understood_is_refused_with_one_german_sentence(text):
    started = time.process_time()
    with pytest.raises(QueryError) as refusal:
        parse(text)
    message = refusal.value.message
    assert (message[-1] == "." and message[0].isupper()) or message[0] == "„"
    assert "\n" not in message and len(message) < 200
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("text", "place", "remedy"),
    [
        ("hund (katze", "„katze“", "schließende dahinter"),
        ("hund) katze", "„) katze“", "davor, oder"),
        ('hund "katze maus', "„katze maus“", "zweites"),
        ("bau b*", "„b*“", "mindestens zwei davor"),
        ("datum:2025..2024", "„2025..2024“", "Tauschen"),
        ("vor:ostern", "„ostern“", "12.03.2024"),
        ("typ:!!", "„dokumenttyp:“", "Schreiben Sie ihn"),
    ],
)
def test_a_refusal_names_the_place_and_the_remedy(text, place, remedy):
    with pytest.raises(QueryError) as refusal:
        parse(text)
    assert place in refusal.value.message
    assert remedy in refusal.value.message


@pytest.mark.parametrize("text", MEANINGS)
def test_a_question_written_back_means_the_same(text):
    node = parse(text, frozenset({"farbe"}), today=TODAY)
    again = parse(written(node), frozenset({"farbe"}), today=TODAY)
    assert again == node
    assert said(node) and "Word" not in said(node)


@given(st.text(max_size=2500))
@settings(max_examples=300)
def test_every_text_is_answered_or_refused(text):
    try:
        parse(text)
    except QueryError as refusal:
        assert refusal.message


@given(st.text(alphabet='ab()"-*~:§ 1.,ODERNICHT\x00\n\\[]{}^$|', max_size=200))
@settings(max_examples=300)
def test_signs_of_other_languages_do_no_harm(text):
    try:
        parse(text)
    except QueryError as refusal:
        assert refusal.message


def test_a_question_with_synonyms_is_told_back_too():
    node = And((Alike(Word("Hund"), (Word("Vierbeiner"), Phrase("treuer Freund"))), Not(A)))
    assert said(node) == "„Hund“ (auch „Vierbeiner“, die Wortfolge „treuer Freund“), ohne „a“"
    assert written(node) == "Hund -a"
    for kind in get_args(Node):
        assert kind.__name__ in READ_BACK, "said() and written() must know every kind"


def test_hostile_queries_are_answered_at_once():
    path = SHARED / "hostile" / "regex-dos.json"
    if not path.exists():
        pytest.skip("shared data is not there")
    for text in json.loads(path.read_text(encoding="utf-8")):
        for attempt in (text, text[:2000]):
            started = time.process_time()
            try:
                parse(attempt)
            except QueryError as refusal:
                assert refusal.message
            assert time.process_time() - started < 0.1
