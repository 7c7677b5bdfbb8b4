"""The PDF/A gate: against official verdicts, and against files that we break ourselves."""

import base64
import re
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from verbundakte.core.converters import weasy
from verbundakte.core.converters.pdfa.catalogue import rules
from verbundakte.core.converters.pdfa.gate import judge
from verbundakte.core.converters.pdfa.lexer import Name as Written
from verbundakte.core.converters.pdfa.lexer import Text, operations
from verbundakte.core.converters.pdfa.verdict import FAILED, NONE, PASSED, UNKNOWN
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples

LINE = re.compile(r"\| (\S+\.pdf) \| ([123][abu]) \| (PASS|FAIL) \|")


@pytest.fixture(scope="module")
def letter() -> bytes:
    return samples.pdfa("Sehr geehrte Damen und Herren, 19 €")


def broken(data: bytes, how) -> bytes:
    """Return the file with something changed in its objects, written as it was."""
    target = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        how(pdf)
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return target.getvalue()


def codes(data: bytes) -> set[str]:
    found = judge(data)
    assert found.result == FAILED, found
    return {each.code for each in found.findings}


def test_the_gate_agrees_with_the_official_verdicts_and_never_passes_a_bad_file():
    cases, wrong = samples.shared("pdfa"), []
    for name, profile, verdict in LINE.findall((cases / "README.md").read_text()):
        found = judge((cases / name).read_bytes())
        if (found.result == PASSED) != (verdict == "PASS"):
            wrong.append(f"{name}: {profile} {verdict}, here {found.result}")
    assert wrong == []


def test_a_letter_made_as_pdf_a_passes(letter):
    found = judge(letter)
    assert (found.result, found.profile, found.findings) == (PASSED, "PDF/A-2b", [])


def test_a_page_with_a_picture_made_as_pdf_a_passes():
    data = base64.b64encode(samples.picture((40, 20))).decode()
    page = f"<html lang='de'><title>Brief</title><img src='data:image/png;base64,{data}'>"
    assert judge(weasy.render(page, {})).result == PASSED


def test_a_pdf_without_a_claim_is_no_pdf_a():
    assert judge(samples.pdf("a")).result == NONE


def test_what_is_no_pdf_cannot_be_judged():
    assert judge(b"%PDF-1.7 Unsinn").result == UNKNOWN


def unembed(pdf):
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def widen(pdf):
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    font.DescendantFonts[0].W = Array([])
    font.DescendantFonts[0].DW = 333


def list_wrongly(pdf):
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    font.DescendantFonts[0].FontDescriptor.CIDSet = pdf.make_stream(b"\x80")


def paint_cmyk(pdf):
    pdf.pages[0].contents_add(b"q 0 0 0 1 k 0 0 9 9 re f Q")


def hide_note(pdf):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]), F=2)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def attach(pdf):
    stream = pdf.make_stream(b"Notiz")
    spec = Dictionary(Type=Name.Filespec, F=String("a"), UF=String("a"), EF=Dictionary(F=stream))
    names = Dictionary(Names=Array([String("a"), pdf.make_indirect(spec)]))
    pdf.Root.Names = Dictionary(EmbeddedFiles=names)


def run_script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def invent(pdf):
    data = pdf.Root.Metadata.read_bytes()
    more = b'<rdf:Description rdf:about="" xmlns:z="urn:z"><z:a>1</z:a></rdf:Description></rdf:RDF>'
    pdf.Root.Metadata.write(data.replace(b"</rdf:RDF>", more))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (unembed, "schrift-eingebettet"),
        (widen, "zeichen-breite"),
        (list_wrongly, "schrift-cidset-falsch"),
        (paint_cmyk, "farbe-cmyk"),
        (hide_note, "anmerkung-merkmale"),
        (attach, "anlagen-kein-pdfa"),
        (run_script, "aktion-art"),
        (invent, "xmp-eigenschaft"),
        (lambda pdf: pdf.Root.OutputIntents.__delitem__(0), "farbe-rgb"),
        (lambda pdf: pdf.pages[0].contents_add(b"BX 1 foo EX"), "operator"),
        (lambda pdf: pdf.pages[0].contents_add(b"q " * 29 + b"Q " * 29), "grenze-verschachtelung"),
    ],
)
def test_one_broken_rule_is_found_and_named(letter, how, code):
    assert code in codes(broken(letter, how))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (rb"\A%PDF-1\.\d", b"%PDF-1.8", "kopf"),
        (rb"\Z", b"mehr", "nach-dem-ende"),
        (rb"/ID ?\[[^]]*\]", b"", "kennung"),
        (rb"\nendobj", b" endobj", "objekt-form"),
    ],
)
def test_what_only_the_bytes_show_is_found(letter, old, new, code):
    assert code in codes(re.sub(old, new, letter, count=1, flags=re.DOTALL))


def test_transparency_is_forbidden_in_part_1_only():
    first = samples.pdfa("Brief", variant="pdf/a-1b")
    assert judge(first).result == PASSED

    def fade(pdf):
        state = Dictionary(Type=Name.ExtGState, ca=0.5)
        pdf.pages[0].add_resource(state, Name.ExtGState, Name.Blass)
        pdf.pages[0].contents_add(b"q /Blass gs 0 0 9 9 re f Q")

    assert "transparenz-deckkraft" in codes(broken(first, fade))
    assert judge(broken(samples.pdfa("Brief"), fade)).result == PASSED


def test_every_rule_has_a_clause_and_one_german_sentence():
    for code, (first, later, text) in rules().items():
        assert re.fullmatch(r"[a-z0-9-]+", code)
        assert re.fullmatch(r"-|6(\.\d+)+", first) and re.fullmatch(r"-|6(\.\d+)+", later)
        assert {first, later} != {"-"} and text.endswith(".")


def test_content_is_read_as_it_is_written():
    found = list(operations(b"/A#42 gs (a\\(b\\051(c)) [<4 1>-2.5 .5]TJ BI /W 1 ID \x00 EI Q"))
    assert [each.operator for each in found] == [b"gs", b"TJ", b"BI", b"Q"]
    assert found[0].operands == [Written(b"AB")]
    assert found[1].operands == [Text(b"a(b)(c)"), [Text(b"A", b"4 1"), -2.5, 0.5]]
    assert found[2].inline == {b"W": 1}


def test_the_gate_runs_in_the_sandbox(letter):
    pool = Converters(workers=1)
    try:
        found = pool.check_pdfa(1, letter)
        hurt = pool.check_pdfa(1, broken(letter, run_script))
    finally:
        pool.close()
    assert found.result == PASSED
    assert [(each.clause, each.places) for each in hurt.findings] == [("6.5.1", ["Dokument"])]
