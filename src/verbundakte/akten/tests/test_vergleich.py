"""Two Fassungen compared: as text word by word, as pictures, bounded and with a fixed cost."""

import random
import time

import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import Arrived
from verbundakte.akten.models import Datei, Seitentext
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.akten.vergleich import compared, words_of
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.tenancy.context import current_tenant

__all__ = ["office"]


def shown(old: str, new: str) -> str:
    """Return the newer text with [-gone-] and {+new+}."""
    marks = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    pages = compared(words_of([(1, old)]), words_of([(1, new)]))
    return " ".join(
        marks[piece.kind].format(piece.text.strip()) for seite in pages for piece in seite.pieces
    )


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        ("Die Gebühr beträgt 30 Euro.", "Die Gebühr beträgt 40 Euro.",
         "Die Gebühr beträgt [-30-] {+40+} Euro."),
        ("a b c", "a b c", "a b c"),
        ("", "neu", "{+neu+}"),
        ("alt", "", "[-alt-]"),
        ("Die Ver-\nwaltung prüft", "Die Verwaltung\nprüft", "Die Verwaltung\nprüft"),
        ("eins zwei drei vier fünf sechs", "eins zwei fünf sechs", "eins zwei [-drei vier-] fünf sechs"),
    ],
)  # fmt: skip
def test_only_what_differs_is_marked(old, new, result):
    assert shown(old, new) == result


def test_both_texts_can_be_read_off_every_comparison():
    chance = random.Random(4)
    words = ["der", "die", "Antrag", "Bescheid", "und", "Frist", "Gebühr"]
    for _ in range(60):
        old = chance.choices(words, k=chance.randint(0, 60))
        new = [chance.choice([word, word, word, "neu"]) for word in old if chance.random() > 0.1]
        pages = compared(words_of([(1, " ".join(old))]), words_of([(1, " ".join(new))]))
        pieces = [piece for seite in pages for piece in seite.pieces]
        left = " ".join(piece.text for piece in pieces if piece.kind != "insert").split()
        right = " ".join(piece.text for piece in pieces if piece.kind != "delete").split()
        assert (left, right) == (old, new)


def test_a_long_text_is_compared_quickly():
    words = [f"Wort{number % 4000}" for number in range(30_000)]
    changed = [*words[:10_000], "neu", *words[10_500:]]
    began = time.process_time()
    pages = compared(words_of([(1, " ".join(words))]), words_of([(1, " ".join(changed))]))
    assert time.process_time() - began < 10
    assert pages[0].changes >= 1


def test_changes_stand_on_the_page_where_they_are_read():
    old = words_of([(1, "Anfang bleibt so stehen"), (2, "auf Seite zwei steht alles wie immer")])
    new = words_of(
        [(1, "Anfang bleibt so stehen"), (2, "auf Seite zwei steht fast alles wie immer")]
    )
    assert [seite.changes for seite in compared(old, new)] == [0, 1]


def two_fassungen(office, old: list[str], new: list[str]):
    """Return a Dokument whose two Fassungen have these texts by page."""
    dokument = make_dokument(office.amira, vorgang=office.vorgang, content=b"alt")
    stored = put_bytes(current_tenant(), b"neu")
    actions.add_fassung(
        office.amira(), dokument, arrived=Arrived(stored, "neu.txt"), at=timezone.now()
    )
    dateien = Datei.objects.filter(fassung__dokument=dokument).order_by("fassung__nummer")
    for datei, pages in zip(dateien, (old, new), strict=True):
        Datei.objects.filter(pk=datei.pk).update(media_type="application/pdf", pages=len(pages))
        for number, text in enumerate(pages, 1):
            Seitentext.objects.create(datei=datei, page=number, text=text)
    return dokument


def page_of(office, dokument, query="") -> str:
    address = office.at(f"dokumente/{dokument.pk}/vergleich/{query}")
    return office.browser().get(address).content.decode()


def test_the_page_tells_how_many_changes_there_are_and_marks_them(office):
    dokument = two_fassungen(office, ["Gebühr 30 Euro", "gleich"], ["Gebühr 40 Euro <b>", "gleich"])
    page = page_of(office, dokument)
    assert "2\u00a0Änderungen auf 1\u00a0Seite" in page
    assert "<del" in page and "<ins" in page and "&lt;b&gt;" in page
    assert "Seite 2 ist unverändert" in page and 'data-key="j"' in page
    back = page_of(office, dokument, "?alt=2&neu=1")
    assert back.count("<del") == page.count("<ins")
    assert "Kein Unterschied" in page_of(office, dokument, "?alt=2&neu=2")


def test_pictures_stand_side_by_side_and_equal_pages_are_folded(office):
    dokument = two_fassungen(office, ["eins", "zwei"], ["eins", "drei", "vier"])
    page = page_of(office, dokument, "?ansicht=bild")
    assert page.count("seiten/1.webp") == 2 and page.count("seiten/3.webp") == 1
    assert "keine Seite 3" in page and "Text gleich" in page


def test_one_fassung_alone_or_none_with_text_is_told(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    assert "nur eine Fassung" in page_of(office, dokument)
    assert "kein Text" in page_of(office, two_fassungen(office, [], []))


def test_what_is_too_long_is_told_in_a_sentence(office, monkeypatch):
    monkeypatch.setattr("verbundakte.akten.views.vergleich.MOST_CHARS", 10)
    dokument = two_fassungen(office, ["ein langer Text"], ["ein anderer langer Text"])
    page = page_of(office, dokument)
    assert "zu lang" in page and "<ins" not in page


def test_the_cost_of_a_comparison_does_not_grow(office, django_assert_max_num_queries):
    browser = office.browser()
    for count in (1, 12):
        pages = [f"Seite {number} alt" for number in range(count)]
        dokument = two_fassungen(office, pages, [text.replace("alt", "neu") for text in pages])
        address = office.at(f"dokumente/{dokument.pk}/vergleich/")
        browser.get(address)
        with django_assert_max_num_queries(18):
            browser.get(address)
