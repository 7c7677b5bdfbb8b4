"""However a word is written, broken, scanned or numbered: the text is found by what people type."""

import pytest

from verbundakte.core.search import ocr
from verbundakte.core.search.engine import create_index
from verbundakte.core.search.query import parse
from verbundakte.core.search.snippets import marks
from verbundakte.core.search.tests.support import ANALYSER, ZONE, document

ZONES = frozenset({ZONE})
BROKEN = ["verwaltungsgebühr", "verwaltungsgebuehr", "gebühr", "verwaltung"]
FOUND = [
    ("Verwaltungs-\ngebühr", BROKEN),
    ("Verwaltungs\u00ad\ngebühr", BROKEN),
    ("Ver\u00adwal\u00adtungs\u00adge\u00adbühr", BROKEN),
    ("Verwaltungs-\r\n   gebühr", BROKEN),
    ("Verwaltungs\u2010\ngebühr", BROKEN),
    ("Verwaltungs\u00ac\ngebühr", BROKEN),
    ("VERWALTUNGS-\nGEBÜHR", BROKEN),
    ("Verwaltungs- gebühr", BROKEN),
    ("Verwaltungs\u200bgebühr", BROKEN),
    ("Verwaltungs-\n\ngebühr", ["verwaltung", "gebühr"]),
    ("Grundstücks- und Gebäudewert", ["grundstück", "gebäude", "gebäudewert"]),
    ("Stadtentwicklungs-, Bau- und Umweltausschuss", ["stadtentwicklung", "bau", "ausschuss"]),
    ("A. Müller-\nLüdenscheidt", ["müller", "lüdenscheidt", "müller-lüdenscheidt"]),
    ("S a t z u n g", ["satzung"]),
    ("Müller", ["müller", "mueller", "muller", "Müllers"]),
    ("Mueller", ["müller", "mueller"]),
    ("Muller", ["müller", "muller"]),
    ("Hauptstr. 5", ["hauptstraße", "hauptstrasse", "straße", "hauptstr"]),
    ("aktuelle neue Steuer", ["aktuelle", "neue", "steuer"]),
    ("Bundes\u00adimmissions-Gesetz", ["bundesimmissions-gesetz", "gesetz"]),
    ("Kitas und Büros", ["kita", "büro"]),
    ("\ufb01nanz O\ufb03ce", ["finanz", "office"]),
    ("rnodern", ["modern"]),
    ("Kornmune", ["kommune"]),
    ("Bescheicl", ["bescheid"]),
    ("Rechnunq", ["rechnung"]),
    ("B0den", ["boden"]),
    ("Gebiihr", ["gebühr"]),
    ("Hundesteuerbefreiunq", ["hundesteuerbefreiung", "befreiung", "hundesteuer"]),
    (
        "§ 19 Abs. 2 Satz 1 BMG",
        ["§19", "§ 19 BMG", "§ 19 Absatz 2", "19 bmg", "bmg", "§ 19 abs. 2"],
    ),
    ("§19 Abs. 2 S. 1 Nr. 3", ["§ 19", "§ 19 Abs. 2 Satz 1 Nr. 3", "nummer 3"]),
    ("§§ 19, 20 BMG", ["§ 19 BMG", "§ 20 BMG", "§ 20"]),
    ("§§ 19 bis 22 BMG", ["§ 19", "§ 20", "§ 21 BMG", "§ 22"]),
    ("§§ 19-21", ["§ 20", "§ 21"]),
    ("§§ 19 ff. BMG", ["§ 19 BMG"]),
    ("§ 35 SGB I", ["§ 35 SGB I", "SGB I"]),
    ("Art. 28 Abs. 2 GG", ["Art. 28 GG", "Artikel 28 GG", "artikel 28", "28 gg"]),
    ("022.31-2024/0012", ["022.31", "022.31-2024", "31-2024", "2024/0012", "0012", "022.31*"]),
    ("BV/2024/017", ["bv", "2024/017", "BV/2024"]),
    ("1.234,56 EUR", ["1.234,56", "1234,56", "1234"]),
    ("DE89 3704 0044 0532 0130 00", ["DE89370400440532013000", "DE89 3704 0044 0532 0130 00"]),
]
NOT_FOUND = [
    ("§ 19 Abs. 2 BMG", ["§ 2", "§ 20", "§ 19 BGB"]),
    ("§ 35a SGB VIII", ["§ 35"]),
    ("§§ 19, 21 BMG", ["§ 20"]),
    ("Stern und Kern", ["stem", "kem"]),
    ("A B C D", ["abcd"]),
    ("Antrag - genehmigt", ["antraggenehmigt"]),
]


def counts(tmp_path, text, questions):
    """Return how often each question finds a document of this text, without looser spellings."""
    index = create_index(tmp_path / "index", ANALYSER)
    with index.writer() as writer:
        writer.put(document("x", text=text))
        writer.commit("1")
    return {one: index.count(parse(one), ZONES) for one in questions}


@pytest.mark.parametrize(("text", "questions"), FOUND)
def test_a_text_is_found_by_all_its_spellings(tmp_path, text, questions):
    assert counts(tmp_path, text, questions) == dict.fromkeys(questions, 1)


@pytest.mark.parametrize(("text", "questions"), NOT_FOUND)
def test_a_text_is_not_found_by_what_it_does_not_say(tmp_path, text, questions):
    assert counts(tmp_path, text, questions) == dict.fromkeys(questions, 0)


def test_a_known_word_is_never_taken_for_a_scanning_error():
    for word in ("Kern", "Lernen", "Fernwärme", "modern", "Klinik"):
        forms = ANALYSER.form(word)
        assert not any(token in ("kem", "lem", "modem") for _, (token, *_) in forms.parts), word
    assert len(ocr.variants("rn" * 20)) <= ocr.MAX_VARIANTS


def test_the_marks_of_a_paragraph_stand_where_it_stands():
    text = "nach \u00a7\u00a7 19, 20 BMG gilt"
    places = {text[start:end] for start, end in marks(text, parse("\u00a7 20"), ANALYSER)}
    assert places == {"20"}
    first, law = marks(text, parse("\u00a7 19 BMG"), ANALYSER)
    assert (text[slice(*first)], text[slice(*law)]) == ("\u00a7\u00a7 19", "BMG")
