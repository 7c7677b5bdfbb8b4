"""What the viewer gets from the server: words found, pages without a script, parts fetched ahead."""

import pytest
from django.utils import timezone

from verbundakte.akten import queries
from verbundakte.akten.models import Geheimnisklasse, Rendition, RenditionKind, Seitentext
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.views.lesen import alternative

COMPOUND = "Die Bauantragsunterlagen liegen bei. Der Antrag ist vollständig."


@pytest.fixture
def datei(office):
    """A file of twelve pages with a Lesefassung and a text for each page."""
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name="Antrag.pdf")
    datei = dokument.fassungen.get().dateien.get()
    datei.pages, datei.media_type, datei.ingested_at = 12, "application/pdf", timezone.now()
    datei.save()
    for page in range(1, 13):
        text = COMPOUND if page in (3, 9) else f"Text der Seite {page}. " + "Wort " * 100
        Seitentext.objects.create(datei=datei, page=page, text=text)
    kind = RenditionKind.THUMBNAIL
    Rendition.objects.create(datei=datei, kind=kind, page=1, created_at=timezone.now())
    return datei


def test_words_of_a_search_are_found_inflected_and_inside_compounds(office, datei):
    found = queries.fundstellen(office.amira(), datei, "Anträge")
    assert found.pages == [3, 9]
    assert "Antrag" in found.words
    assert any(word.lower().startswith("antrag") for word in found.words)
    address = office.at(f"dateien/{datei.pk}/fundstellen?suche=unterlagen")
    answer = office.browser().get(address).json()
    assert answer["pages"] == [3, 9]
    assert answer["words"] == ["unterlagen"]


@pytest.mark.parametrize("text", ["", '"', "datum:gestern", "Zwetschgenkuchen", "x" * 400])
def test_a_search_that_means_nothing_marks_nothing(office, datei, text):
    answer = office.browser().get(office.at(f"dateien/{datei.pk}/fundstellen"), {"suche": text})
    assert answer.json()["words"] == []


def test_without_a_script_pages_are_pictures_with_their_text(office, datei):
    browser, address = office.browser(), office.at(f"dateien/{datei.pk}/seiten/")
    first = browser.get(address).content.decode()
    assert f"{datei.pk}/seiten/10.webp" in first
    assert f"{datei.pk}/seiten/11.webp" not in first
    assert "Der ganze Text steht darunter." in first
    assert f'alt="Seite 3 von 12: {COMPOUND}"' in first
    assert "?seite=11" in first
    second = browser.get(f"{address}?seite=11").content.decode()
    assert f"{datei.pk}/seiten/12.webp" in second
    assert "?seite=1&" not in second
    for nonsense in ("0", "-3", "abc", "9" * 30, "99"):
        assert browser.get(f"{address}?seite={nonsense}").status_code == 200


def test_the_alternative_text_of_a_page_ends_at_a_word():
    assert alternative("Seite 1 von 2", "") == "Seite 1 von 2"
    told = alternative("Seite 1 von 2", "Wort " * 200)
    assert told.endswith("Wort … Der ganze Text steht darunter.")
    assert len(told) < 360


def test_the_viewer_turns_to_a_neighbour_by_asking_for_its_parts_alone(office, datei):
    make_dokument(office.amira, vorgang=office.vorgang, name="Zweites.txt")
    dokument = datei.fassung.dokument
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    whole = office.browser().get(address).content.decode()
    parts = office.browser().get(address, headers={"Va-Part": "dokument"})
    text = parts.content.decode()
    assert "data-ahead" in whole
    assert "<main" not in text
    assert 'id="liste"' not in text
    assert f'data-dokument="{dokument.pk}"' in text
    assert 'id="angaben"' in text
    assert 'rel="prev"' in text
    assert "Va-Part" in parts["Vary"]


def test_nothing_of_a_secret_akte_is_fetched_before_it_is_asked_for(office, datei):
    office.akte.geheimnisklasse = Geheimnisklasse.values[0]
    office.akte.save()
    address = office.at(f"vorgaenge/{office.vorgang.pk}/")
    assert "data-ahead" not in office.browser().get(address).content.decode()
