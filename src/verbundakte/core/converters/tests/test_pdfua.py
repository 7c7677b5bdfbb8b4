"""Letters keep PDF/A-2a and PDF/UA-1 by our own rules, and the rules find what is broken."""

import json
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest

from verbundakte.core.converters import accessible, letter_pdf, pdfua
from verbundakte.core.converters.errors import TooLarge
from verbundakte.core.converters.pdfa import gate

PAGE = (
    '<!doctype html><html lang="de"><head><title>Ihr Antrag</title><style>'
    "@page { @bottom-left { content: element(fuss) } } .fuss { position: running(fuss) }"
    ' * { font-family: "Liberation Sans" }</style></head><body>'
    '<div class="fuss">Stadt Musterstadt</div><div></div><h1>Ihr Antrag</h1><p>Guten <b>Tag</b></p>'
    "<ul><li>Lageplan</li></ul><table><thead><tr><th>Abgabe</th></tr></thead>"
    "<tbody><tr><td>Grundsteuer</td></tr></tbody></table></body></html>"
)


def letters(*markups: str) -> tuple[dict, list[bytes]]:
    """Lay out pages as the worker does."""
    return letter_pdf.letters_to_pdf(SimpleNamespace(data=json.dumps(markups).encode()))


def codes(data: bytes) -> set[str]:
    """Return the codes of the broken rules."""
    return {one.code for one in pdfua.judge(data)}


@pytest.fixture(scope="module")
def letter() -> bytes:
    """One letter."""
    return letters(PAGE)[1][0]


def changed(letter: bytes, change) -> bytes:
    """Return the letter after `change(pdf)`."""
    out = BytesIO()
    with pikepdf.open(BytesIO(letter)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def test_a_letter_keeps_both_standards_by_our_own_rules(letter):
    verdict = gate.judge(letter)
    assert (verdict.result, verdict.part, verdict.level) == ("bestanden", 2, "a")
    assert verdict.findings == []
    assert pdfua.judge(letter) == []


def test_what_is_not_finished_is_found(monkeypatch):
    monkeypatch.setattr(accessible, "finish", lambda document, pdf: None)
    broken = codes(letters(PAGE)[1][0])
    assert {"kennung", "verweis", "kopfzelle"} <= broken


def _take(name):
    def change(pdf):
        del pdf.Root[name]

    return change


def _picture(pdf):
    pdf.Root.StructTreeRoot.K[0].K.append(
        pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure, K=pikepdf.Array()))
    )


def _unmarked(pdf):
    pdf.pages[0].contents_add(b"0 0 9 9 re f")


def _jump(pdf):
    for element in pdf.objects:
        if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/H1":
            element.S = pikepdf.Name.H3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_take("/Lang"), "sprache"),
        (_take("/MarkInfo"), "ausgezeichnet"),
        (_take("/ViewerPreferences"), "titel"),
        (_take("/StructTreeRoot"), "baum"),
        (_picture, "bild"),
        (_unmarked, "inhalt"),
        (_jump, "ueberschriften"),
    ],
)
def test_each_planted_breach_is_named_with_its_clause(letter, change, code):
    found = {one.code: one for one in pdfua.judge(changed(letter, change))}
    assert code in found
    assert found[code].clause.startswith(("5", "7"))


def test_what_has_too_many_pages_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(letter_pdf, "MOST_PAGES", 1)
    long = PAGE.replace("<p>", '<p style="break-before: page">')
    with pytest.raises(TooLarge, match="Das Schreiben hat 2 Seiten"):
        letters(long)
