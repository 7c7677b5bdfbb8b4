"""Tokens of German administrative text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbundakte.core.search import lexikon
from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.fold import fold
from verbundakte.core.search.tests.support import ANALYSER

COMPOUNDS = {
    "Wohnungsgeberbescheinigung": "wohnung geber bescheinigung wohnungsgeber",
    "Hundesteuerbefreiung": "hund steuer befreiung hundesteuer",
    "Bauvoranfrage": "bau voranfrage",
    "Gewerbesteuermessbescheid": "gewerbe steuer bescheid gewerbesteuer messbescheid",
    "Bebauungsplanverfahren": "bebauungsplan bebauung plan verfahren",
    "Haushaltssatzung": "haushalt satzung",
    "Gemeinderatssitzungen": "gemeinderat gemeinde sitzung",
    "Kindertagesstättengebührensatzung": "kinder gebühr satzung gebührensatzung",
    "Straßenreinigungsgebühren": "straße reinigung gebühr straßenreinigung",
    "Schwerbehindertenausweis": "ausweis",
    "Amtsblatt": "amt blatt",
    "Baugenehmigungsverfahren": "baugenehmigung genehmigung verfahren",
    "Grundstücksentwässerungsanlage": "grundstück entwässerung anlage",
    "Rechnungsprüfungsausschuss": "rechnung prüfung ausschuss rechnungsprüfung",
    "Feuerwehrgerätehaus": "feuerwehr gerät haus",
    "Abwasserbeseitigungssatzung": "abwasser satzung beseitigung",
    "Führungszeugnisse": "führung zeugnis",
    "Spielplätze": "spiel platz",
    "Lindenhofstraße": "straße",
}


def parts_of(word):
    return {part.token for _, part in ANALYSER.form(word).parts}


@pytest.mark.parametrize("word", COMPOUNDS)
def test_a_compound_is_found_by_its_parts(word):
    wanted = {ANALYSER.stem(fold(part)) for part in COMPOUNDS[word].split()}
    assert wanted <= parts_of(word)


WHOLE = """
Niederschrift Unterlagen Beamter folgenden Verfahren Zuständigkeit Beteiligung enthalten politisch
überschreiten durchführen
"""


@pytest.mark.parametrize("word", WHOLE.split())
def test_what_only_looks_like_a_compound_stays_whole(word):
    assert not parts_of(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Häuser", "Haus"),
        ("Bescheide", "Bescheids"),
        ("Müller", "Mueller"),
        ("Straße", "Strassen"),
        ("Ausschuß", "Ausschuss"),
        ("Gebühr", "Gebuhr"),
        ("SATZUNG", "Satzungen"),
        ("Jäger", "Jaegers"),
    ],
)
def test_both_spellings_have_one_stem(one, other):
    assert ANALYSER.form(one).body == ANALYSER.form(other).body


def test_a_file_number_is_one_token_and_found_by_its_pieces():
    form = ANALYSER.form("632.20-2026/0147-03")
    assert form.body == ("632.20-2026/0147-03",)
    assert {"632.20", "632.20-2026", "632.20-2026/0147", "2026/0147-03", "0147"} <= set(
        form.numbers
    )


def test_a_file_number_with_letters_is_found_by_its_word():
    form = ANALYSER.form("2024-BAU-0012")
    assert form.body == ("2024-bau-0012",)
    assert [part.token for _, part in form.parts] == ["bau"]


@pytest.mark.parametrize("text", ["12.03.2024", "12.3.24", "2024-03-12", "12. März 2024"])
def test_a_date_has_one_spelling(text):
    assert ANALYSER.tokens(text).body == ["2024-03-12"]


def test_what_is_no_date_stays_a_number():
    assert ANALYSER.tokens("31.02.2024").body == ["31.02.2024"]


def test_a_paragraph_is_one_token_with_its_law():
    tokens = ANALYSER.tokens("nach § 19 Abs. 2 BMG gilt")
    assert tokens.body == ["nach", "§19", "absatz", "2", "bmg", "gilt"]
    assert (1, "§19bmg") in tokens.parts


def test_ocr_noise_in_a_paragraph_is_absorbed():
    assert ANALYSER.tokens("$ 19 BMG").body == ANALYSER.tokens("§ 19 BMG").body


def test_an_account_number_is_one_token():
    tokens = ANALYSER.tokens("IBAN DE89 3704 0044 0532 0130 00")
    assert tokens.body == ["iban", "de89370400440532013000"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Immissions-\nschutz", "Immissionsschutz"),
        ("Immis\u00adsions\u00adschutz", "Immissionsschutz"),
        ("Bundes-\nImmissionsschutz", "Bundes-Immissionsschutz"),
        ("Hunde-\nund Katzen", "Hunde und Katzen"),
        ("022.31-\n2024", "022.31-2024"),
    ],
)
def test_the_end_of_a_line_does_not_part_words(text, body):
    assert ANALYSER.tokens(text).body == ANALYSER.tokens(body).body


def test_a_hyphened_word_is_also_found_written_together():
    assert "bundesimmissionsschutzgesetz" in parts_of("Bundes-Immissionsschutzgesetz")
    assert "email" in parts_of("E-Mail")


def test_parts_carry_the_position_of_their_compound():
    tokens = ANALYSER.tokens("Antrag auf Hundesteuerbefreiung")
    assert {position for position, _ in tokens.parts} == {2}


def test_learned_words_are_parts_too():
    learned = Analyser(learned=["Quendel"])
    assert "quendel" in {part.token for _, part in learned.form("Quendelsatzung").parts}


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_any_text_gives_few_clean_tokens(text):
    tokens = ANALYSER.tokens(text)
    everything = [*tokens.body, *tokens.forms, *tokens.numbers, *(t for _, t in tokens.parts)]
    assert all(token and not any(c.isspace() for c in token) for token in everything)
    assert len(everything) <= 30 * (len(text) + 1)
    assert all(position < len(tokens.body) for position, _ in tokens.parts)


@given(st.text(alphabet="aäßÄu\u0308 -\n./§19$\u00ad_B", max_size=60))
@settings(max_examples=300)
def test_pieces_lie_inside_the_text_and_in_order(text):
    last = 0
    for start, end, form in ANALYSER.pieces(text):
        assert last <= start < end <= len(text)
        assert len(form.spans) == len(form.body)
        assert all(0 <= first <= stop <= end - start for first, stop in form.spans)
        last = end


@pytest.mark.parametrize(
    "text", ["1" * 5000, "1.2-" * 3000, "a-" * 5000, "ä" * 20000, "12.12." * 900]
)
def test_long_rubbish_does_not_explode(text):
    tokens = ANALYSER.tokens(text)
    assert sum(len(token) for token in tokens.numbers) <= 20 * len(text)


def test_the_lexicon_is_sorted_large_and_without_repetition():
    folder = lexikon.__path__[0]
    words = []
    for path in sorted(lexikon.Path(folder).glob("staemme_*.txt")):
        lines = path.read_text(encoding="utf-8").split()
        assert lines == sorted(lines, key=lambda word: (fold(word), word)), path.name
        assert all(len(word) >= 4 for word in lines), path.name
        words += lines
    assert len(words) == len(set(words)) > 2500
