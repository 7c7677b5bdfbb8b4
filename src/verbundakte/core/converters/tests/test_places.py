"""Finding words and patterns in letters, however they are written."""

import pytest

from verbundakte.core.converters.places import Letter, blackened, has_letters, hits, joined


def letters(text: str, page: int = 1) -> list[Letter]:
    """Return the letters of a text in one column, each a box of its own."""
    found, line, column = [], 0, 0
    for char in text:
        box = None if char.isspace() else (column, line * 10, column + 1, line * 10 + 8)
        found.append(Letter(char, box, page, line))
        line, column = (line + 1, 0) if char == "\n" else (line, column + 1)
    return found


def texts(text: str, *terms: str, patterns=()) -> list[str]:
    return [hit.text for hit in hits(letters(text), terms, patterns)]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("Müller", "Frau MÜLLER und Herr Mueller", ["MÜLLER", "Mueller"]),
        ("Mueller", "Frau Müller", ["Müller"]),
        ("Müller", "Frau Mu\u0308ller", ["Mu\u0308ller"]),
        ("Straße", "in der Strasse", ["Strasse"]),
        ("Pfiffig", "Frau P\ufb01\ufb03g", ["P\ufb01\ufb03g"]),
        ("Lindenallee", "Linden-\nallee 12", ["Linden- allee"]),
        ("Lindenallee", "Linden\u00ad\r\nallee 12", ["Linden- allee"]),
        ("Müller-Schmidt", "Frau Müller-\nSchmidt", ["Müller- Schmidt"]),
        ("Eva Müller", "Frau Eva\nMüller", ["Eva Müller"]),
        ("Müller", "M ü l l e r", ["M ü l l e r"]),
        ("Müller", "Müllerstraße", ["Müller"]),
        ("Ott", "Schrott, Otto", []),
        ("Ott", "Herr Ott.", ["Ott"]),
        ("a.b+(c", "nichts", []),
    ],
)
def test_a_word_is_found_as_it_is_meant(term, text, found):
    assert texts(text, term) == found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("iban", "IBAN DE02 1203 0000 0000 2020 51 bei", ["DE02 1203 0000 0000 2020 51"]),
        ("iban", "DE02120300000000202051", ["DE02120300000000202051"]),
        ("iban", "AT61 1904 3002 3457 3201 Wien", ["AT61 1904 3002 3457 3201"]),
        ("telefon", "Tel.: 0 51 21/3 01-0, Fax 05121 301-99", ["0 51 21/3 01-0", "05121 301-99"]),
        ("telefon", "mobil +49 170 1234567", ["+49 170 1234567"]),
        ("telefon", "am 01.02.2026, Az. 022.31-2024/0012", []),
        ("email", "an eva.mueller@example.org, bitte", ["eva.mueller@example.org"]),
        ("geburtsdatum", "geb. am 1.2.1980 in, am 3.4.2026", ["1.2.1980"]),
        ("geburtsdatum", "geboren 3. März 1975", ["3. März 1975"]),
        ("steuer", "Steuer-ID 65 929 970 489", ["65 929 970 489"]),
        ("steuer", "St.-Nr. 12/345/67890", ["12/345/67890"]),
        ("kfz", "der Wagen HI-AB 123 stand", ["HI-AB 123"]),
        ("kfz", "nach § 19 BMG, am 3. Mai", []),
    ],
)
def test_what_looks_like_it_is_found(pattern, text, found):
    assert texts(text, patterns=[pattern]) == found


def test_what_lies_inside_another_place_is_no_place_of_its_own():
    found = list(hits(letters("eva.mueller@example.org"), ["Müller"], ["email"]))
    assert [hit.what for hit in found] == ["email"]


def test_a_place_over_two_lines_has_two_boxes_as_high_as_their_lines():
    (hit,) = hits(letters("Linden-\nallee"), ["Lindenallee"], [])
    assert len(hit.boxes) == 2
    assert hit.boxes[0][1] == 0 and hit.boxes[1][3] > 18


def test_a_word_over_the_end_of_a_page_is_a_place_on_both():
    joint = joined(letters("bei Frau Mül-\n"), letters("ler am Ort", page=2))
    found = list(hits(joint, ["Müller"], [], only_across=True))
    assert [(hit.page, hit.text) for hit in found] == [(1, "Mül- "), (2, "ler")]


def test_a_betreff_without_what_was_looked_for():
    assert blackened("Antrag Eva Müller vom 1.2.", ["eva mueller"], []) == "Antrag … vom 1.2."
    assert not has_letters("- .") and has_letters("ab")
