"""Folding and German order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbundakte.core.search.fold import FOLD_TABLE, SORT_KEY_LENGTH, fold, sort_key
from verbundakte.core.search.fold_sql import CREATE_VA_FOLD, GERMAN, UNCHANGED


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("STRAẞE", "strasse"),
        ("Müller", "muller"),
        ("Mu\u0308ller", "muller"),
        ("Œuvre, Ærø, Łódź", "oeuvre, aero, lodz"),
        ("Çelik Şahin Ğ İ ı", "celik sahin g i i"),
        ("ﬁnanz ﬄ", "finanz ffl"),
        ("weich\u00adtrennung\u00a0fest", "weichtrennung fest"),
        ("ΣΟΦΟΣ Жук", "σοφοσ жук"),
    ],
)
def test_one_spelling_for_all(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x52F)))
def test_upper_and_lower_case_fold_alike(text):
    assert fold(text) == fold(fold(text))
    assert all(fold(c.lower()) == fold(c) for c in text if c.isascii() or c in "ÄÖÜÉÇØ")


def test_the_sql_function_names_every_character_of_the_table():
    assert all(char in CREATE_VA_FOLD for char in FOLD_TABLE)
    assert "IMMUTABLE" in CREATE_VA_FOLD


def test_the_table_can_be_applied_in_any_order():
    """SQL replaces the long ones first: what they become must not be replaced again."""
    assert not [char for char, folded in FOLD_TABLE.items() if set(folded) & set(FOLD_TABLE)]


def test_the_short_way_of_the_sql_function_agrees_with_the_table():
    ascii_changes = {char: folded for char, folded in FOLD_TABLE.items() if char.isascii()}
    assert ascii_changes == {chr(code): chr(code + 32) for code in range(65, 91)}
    assert FOLD_TABLE["ß"] == "ss"
    assert [FOLD_TABLE[char] for char in GERMAN] == list("aouaou")
    assert not set(UNCHANGED) & set(FOLD_TABLE)


def test_german_order_puts_umlauts_beside_their_letter():
    names = ["Zabel", "Ärger", "Adler", "Arzt", "Öhm", "Ohm", "Straße", "Strasse", "äußerst"]
    expected = ["Adler", "Ärger", "Arzt", "äußerst", "Ohm", "Öhm", "Strasse", "Straße", "Zabel"]
    assert sorted(names, key=sort_key) == expected


def test_numbers_sort_by_value():
    numbers = ["022.31-2024/10", "022.31-2024/2", "022.4-2024/1", "022.31-2023/99"]
    expected = ["022.4-2024/1", "022.31-2023/99", "022.31-2024/2", "022.31-2024/10"]
    assert sorted(numbers, key=sort_key) == expected


@given(st.text(max_size=3000))
def test_a_sort_key_always_fits(text):
    assert len(sort_key(text)) <= SORT_KEY_LENGTH
