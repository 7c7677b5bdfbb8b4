"""PDF/A made here: what is seen stays, what acts goes, recognised text lies where it was read."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from verbundakte.core.converters.archival import archive
from verbundakte.core.converters.errors import Encrypted, Unsupported
from verbundakte.core.converters.pdfa.gate import judge
from verbundakte.core.converters.pdfa.verdict import PASSED
from verbundakte.core.converters.tests import samples
from verbundakte.core.converters.tests.test_pdfa import broken

WORDS = {1: [["Straße", 100, 200, 150, 50]]}


def scan(turned: int = 0) -> bytes:
    """A page with something to see and no text."""

    def draw(pdf):
        pdf.pages[0].obj.Rotate = turned
        pdf.pages[0].obj.Contents = pdf.make_stream(b"0 0 9 9 re f")

    return broken(samples.pdf("x"), draw)


def place(data: bytes) -> tuple[str, tuple[float, ...]]:
    """Return the text of the first page and the box of its first letter, in the page's own space."""
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    return page.get_text_range().strip(), page.get_charbox(0)


@pytest.mark.parametrize(
    ("turned", "left", "top"), [(0, 59.5, 673.6), (90, 119, 84.2), (180, 535.5, 168.4),
                                (270, 476, 757.8)],
)  # fmt: skip
def test_recognised_text_lies_where_it_was_read_however_the_page_is_turned(turned, left, top):
    made = archive(scan(turned), WORDS)
    assert judge(made).result == PASSED
    text, (x0, y0, x1, y1) = place(made)
    assert text == "Straße"
    assert min(abs(left - x0), abs(left - x1)) < 1 and min(abs(top - y0), abs(top - y1)) < 1


def test_what_acts_is_taken_away_and_links_stay():
    def arm(pdf):
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([1, 1, 9, 9]))
        link.A = Dictionary(S=Name.URI, URI=String("https://example.org/"))
        start = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([1, 1, 9, 9]))
        start.A = Dictionary(S=Name.Launch, F=String("cmd"))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link), pdf.make_indirect(start)])

    made = archive(broken(scan(), arm))
    assert judge(made).result == PASSED
    with pikepdf.open(BytesIO(made)) as pdf:
        links = pdf.pages[0].obj.Annots
        assert [("/A" in each) for each in links] == [True, False]
        assert "/OpenAction" not in pdf.Root


def test_the_title_goes_over_into_the_metadata():
    def name(pdf):
        pdf.docinfo["/Title"] = "Bescheid über 5 < 6"
        pdf.docinfo["/CreationDate"] = "D:20260302093000+01'00'"

    made = archive(broken(scan(), name))
    assert judge(made).result == PASSED
    with pikepdf.open(BytesIO(made)) as pdf:
        told = pdf.Root.Metadata.read_bytes().decode()
    assert "Bescheid über 5 &lt; 6" in told
    assert "2026-03-02T08:30:00+00:00" in told


def test_the_same_file_gives_the_same_bytes():
    assert archive(scan(), WORDS) == archive(scan(), WORDS)


def test_signed_and_protected_files_stay_as_they_are():
    def sign(pdf):
        value = Dictionary(ByteRange=Array([0, 1, 2, 3]), Contents=String("x"))
        pdf.Root.Beleg = pdf.make_indirect(value)

    with pytest.raises(Unsupported):
        archive(broken(scan(), sign))
    for user, kind in (("", Unsupported), ("geheim", Encrypted)):
        target = BytesIO()
        with pikepdf.open(BytesIO(scan())) as pdf:
            pdf.save(target, encryption=pikepdf.Encryption(owner="o", user=user))
        with pytest.raises(kind):
            archive(target.getvalue())
