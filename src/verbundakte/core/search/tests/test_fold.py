"""Folding and German order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbundakte.core.search.fold import SORT_KEY_LENGTH, fold, sort_key


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
