"""The language of letters fills texts, names what is missing and wrong, and can do nothing else."""

from datetime import date

import pytest

from verbundakte.schriftverkehr.sprache import (
    Euro,
    SpracheInvalid,
    Values,
    condition,
    fill,
    holds,
    template,
)

KNOWN = Values(
    {
        "name": "Ina *Probe*",
        "frist": date(2026, 3, 1),
        "betrag": Euro(128400),
        "anzahl": 3,
        "eilt": False,
        "leer": "",
        "posten": [{"was": "Grundsteuer B", "betrag": Euro(31840)}, {"was": "Wasser", "betrag": Euro(4200)}],
        "keine": [],
    }
)  # fmt: skip


def said(text: str) -> str:
    """Return the filled text."""
    return fill(template(text), KNOWN).text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("bis zum {{ frist | lang }}", "bis zum 1. März 2026"),
        ("bis {{frist}}", "bis 01.03.2026"),
        ("{{ betrag }}", "1.284,00\u00a0EUR"),
        ("{{ name }}", "Ina \\*Probe\\*"),
        ("{{ wenn betrag > 500 und nicht eilt }}viel{{ sonst }}wenig{{ ende }}", "viel"),
        ("{{ wenn betrag > 1.284,00 }}viel{{ sonst }}wenig{{ ende }}", "wenig"),
        ('{{ wenn name = "x" oder anzahl >= 3 }}ja{{ ende }}', "ja"),
        ("{{ je posten }}{{ posten.was }}; {{ ende }}", "Grundsteuer B; Wasser; "),
        ("{{ posten.betrag | summe }}", "360,40\u00a0EUR"),
        ("{{ posten | anzahl }}", "2"),
        ("{{ je keine }}{{ keine.x }}{{ ende }}nichts", "nichts"),
        ("ohne Klammern", "ohne Klammern"),
    ],
)
def test_a_text_is_filled_from_values(text, wanted):
    assert said(text) == wanted


def test_what_is_missing_is_collected_and_leaves_a_gap():
    filled = fill(template("An {{ leer }}, {{ wenn eilt }}{{ leer }}{{ ende }}Ende"), KNOWN)
    assert filled.missing == ["leer"]
    assert filled.text == "An …, Ende"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n{{ nahme }}", "Zeile 2: Das Feld „nahme“ gibt es nicht. Meinten Sie „name“?"),
        ("{{ wenn eilt }}offen", "Zeile 1: Zu „wenn eilt“ fehlt das „ende“."),
        ("{{ ende }}", "Zeile 1: „ende“ steht ohne"),
        ("{{ je eilt }}x{{ ende }}", "„eilt“ ist keine Liste"),
        ("{{ wenn eilt }}a{{ sonst }}b{{ sonst }}c{{ ende }}", "„sonst“ gehört zu keinem"),
        ("{{ name", "„{{“ hat kein Gegenstück"),
        ("{{ name.__class__ }}", "erwartet ist ein Feld"),
        ("{{ frist | boese }}", "„boese“ ist keine Form"),
        ("{{ wenn eilt ( }}x{{ ende }}", "nicht zu verstehen"),
        ("{{ wenn betrag > }}x{{ ende }}", "fehlt ein Wert"),
        ("{{ posten.preis | summe }}", "hat keine Spalte „preis“"),
        ("{{ wenn eilt }}" * 20 + "{{ ende }}" * 20, "zu tief geschachtelt"),
    ],
)
def test_what_is_wrong_is_one_german_sentence_with_its_place(text, told):
    with pytest.raises(SpracheInvalid) as invalid:
        said(text)
    assert told in str(invalid.value)


def test_too_much_text_is_refused():
    many = Values({"zeilen": [{"text": "x" * 300}] * 400})
    with pytest.raises(SpracheInvalid, match="zu lang"):
        fill(template("{{ je zeilen }}{{ zeilen.text }}{{ zeilen.text }}{{ ende }}"), many)
    with pytest.raises(SpracheInvalid, match="mehr als 500"):
        fill(template("{{ je z }}x{{ ende }}"), Values({"z": [{}] * 501}))


def test_conditions_compare_days_and_amounts_as_such():
    assert holds(condition("frist > 28.02.2026"), KNOWN)
    assert not holds(condition("frist > 01.03.2026"), KNOWN)
    assert holds(condition("nicht (eilt oder leer)"), KNOWN)
    assert not holds(condition("name > 3"), KNOWN)
