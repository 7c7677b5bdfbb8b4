"""Addresses inside and outside the window of an envelope."""

from verbundakte.standards.fensterbrief import Zeile, problem_of

A4 = (210.0, 297.0)
ANSCHRIFT = ["Frau", "Paula Zaun", "Lindenallee 12", "12345 Musterstadt"]


def lines(top=66.0, left=25.0):
    return [
        Zeile(text, left, top + 4 * row, left + 2 * len(text), top + 4 * row + 3)
        for row, text in enumerate(ANSCHRIFT)
    ]


def test_an_address_after_din_5008_form_b_shows_in_the_window():
    sender = Zeile("Stadt Musterstadt, Markt 1, 12345 Musterstadt", 25, 52, 90, 55)
    body = Zeile("Sehr geehrte Frau Zaun,", 25, 103, 80, 107)
    info = Zeile("Ihr Zeichen:", 125, 63, 150, 66)
    assert problem_of([sender, *lines(), info, body], ANSCHRIFT, A4) == ""


def test_an_address_that_stands_elsewhere_is_named():
    for top, left in ((96.0, 25.0), (30.0, 25.0), (66.0, 90.0), (66.0, 8.0)):
        assert "steht nicht im Fenster" in problem_of(lines(top, left), ANSCHRIFT, A4)
    assert "„12345 Musterstadt“" in problem_of(lines()[:-1], ANSCHRIFT, A4)


def test_what_else_would_be_read_through_the_window_is_named():
    number = Zeile("Steuernummer 12/345/6789", 25, 84, 80, 88)
    assert "Steuernummer" in problem_of([*lines(), number], ANSCHRIFT, A4)


def test_another_paper_and_no_address_are_refused():
    assert "A4" in problem_of(lines(), ANSCHRIFT, (297.0, 420.0))
    assert problem_of(lines(), [], A4) == "Es gibt keine Anschrift."
