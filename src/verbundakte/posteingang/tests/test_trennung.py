"""How sheets divide a batch, and how samples are drawn."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbundakte.posteingang.scan.stichprobe import Los, draw, size_of
from verbundakte.posteingang.scan.trennung import Blatt, BlattArt, Seite, Teil, split

UNIT, VORGANG = uuid4(), uuid4()
SHEETS = {
    "E": Blatt(BlattArt.EINGANG, uuid4()),
    "D": Blatt(BlattArt.DOKUMENT, uuid4()),
    "U": Blatt(BlattArt.EINHEIT, uuid4(), UNIT),
    "V": Blatt(BlattArt.VORGANG, uuid4(), VORGANG),
}


def batch(text: str) -> list[Seite]:
    """x: a page, _: a blank one, letters: sheets."""
    return [
        Seite(number, is_blank=letter == "_", blatt=SHEETS.get(letter))
        for number, letter in enumerate(text, 1)
    ]


def pages(text: str) -> list[tuple]:
    return [(teil.seiten, teil.anlagen) for teil in split(batch(text))]


def test_without_sheets_a_batch_is_one_arrival():
    (teil,) = split(batch("xx_x"))
    assert teil == Teil(seiten=(1, 2, 4), leer=(3,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ExxEx", [((2, 3), ()), ((5,), ())]),
        ("xExDxDxx", [((1,), ()), ((3,), ((5,), (7, 8)))]),
        ("EExx", [((3, 4), ())]),
        ("DxDDx", [((2,), ((5,),))]),
        ("ExD", [((2,), ())]),
        ("E_E_", []),
        ("", []),
    ],
)
def test_sheets_divide(text, expected):
    assert pages(text) == expected


def test_of_sheets_in_a_row_the_one_with_a_place_counts():
    assert [teil.blatt for teil in split(batch("EUxVExUVx"))] == [
        SHEETS["U"], SHEETS["V"], SHEETS["V"],
    ]  # fmt: skip


def test_the_back_of_a_sheet_is_left_out():
    first, second = split(batch("V_xxE_x_"))
    assert (first.seiten, first.leer, first.blaetter) == ((3, 4), (2,), (1,))
    assert (second.seiten, second.leer, second.blaetter) == ((7,), (6, 8), (5,))


@given(st.text("x_EDUV", max_size=40))
def test_each_page_is_kept_once_and_each_other_one_accounted_for(text):
    made, laid = split(batch(text)), batch(text)
    kept = [page for teil in made for page in teil.alle]
    assert kept == [page.nummer for page in laid if not page.is_blank and not page.blatt]
    if made:
        out = sorted(page for teil in made for page in (*teil.leer, *teil.blaetter))
        assert out == [page.nummer for page in laid if page.is_blank or page.blatt]


def lots(*counts: int) -> list[Los]:
    number = 0
    found = []
    for layer, count in enumerate(counts):
        for _ in range(count):
            number += 1
            found.append(Los(UUID(int=number), UUID(int=900 + layer % 2), UUID(int=layer)))
    return found


def test_the_same_seed_draws_the_same_sample_whatever_the_order():
    all_of_them = lots(40, 30, 30)
    drawn = draw(all_of_them, "2026-11", percent=10, least=3)
    assert drawn == draw(reversed(all_of_them), "2026-11", percent=10, least=3)
    assert drawn != draw(all_of_them, "2026-12", percent=10, least=3)
    assert len(drawn) == len(set(drawn)) == 10


def test_each_batch_is_looked_at_before_one_is_looked_at_twice():
    drawn = draw(lots(96, 1, 1, 1, 1), "s", percent=5, least=1)
    assert len({key.int if key.int > 96 else 0 for key in drawn}) == 5


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(1, 100), st.integers(1, 20))
def test_the_sample_has_its_size(counts, percent, least):
    total = sum(counts)
    drawn = draw(lots(*counts), "s", percent=percent, least=least)
    assert len(set(drawn)) == len(drawn) == size_of(total, percent=percent, least=least)
