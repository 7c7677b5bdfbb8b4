"""Pages in a new order: nothing of what is left out comes along."""

import io

import pikepdf
import pypdfium2
import pytest

from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples


@pytest.fixture(scope="module")
def converters():
    pool = Converters(workers=1)
    yield pool
    pool.close()


def arranged(converters, files: list[bytes], pages: list[list[int]]) -> bytes:
    names = [f"{number}.pdf" for number, _ in enumerate(files)]
    box = samples.zipped(dict(zip(names, files, strict=True)))
    _, parts, _ = converters.run(1, "arrange", box, names=names, pages=pages)
    return parts[0]


def form() -> bytes:
    """Two pages with one field each; both belong to one group that knows the other's value."""
    document = pikepdf.open(io.BytesIO(samples.pdf("eins", "zwei")))
    parent = document.make_indirect(
        pikepdf.Dictionary(T="gruppe", FT=pikepdf.Name.Tx, V="Geheimwert", Kids=[])
    )
    for page in document.pages:
        widget = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[10, 10, 90, 30],
                Parent=parent, P=page.obj,
            )
        )  # fmt: skip
        parent.Kids.append(widget)
        page.obj.Annots = document.make_indirect([widget])
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                              BaseFont=pikepdf.Name.Helvetica)  # fmt: skip
    hidden = document.make_stream(b"BT (Geheimbild) Tj ET", Type=pikepdf.Name.XObject,
                                  Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])  # fmt: skip
    shared = document.make_indirect(
        pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(X=hidden))
    )
    for page in document.pages:
        page.obj.Resources = shared
    document.pages[1].contents_add(b"/X Do")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_what_belongs_to_other_pages_stays_behind(converters):
    made = arranged(converters, [form()], [[0, 1, 0]])
    with pikepdf.open(io.BytesIO(made)) as document:
        plain = b" ".join(
            one.read_bytes() if isinstance(one, pikepdf.Stream) else repr(one).encode()
            for one in document.objects
        )
        assert len(document.pages) == 1
    assert b"Geheimwert" not in plain and b"Geheimbild" not in plain


def test_what_stands_in_a_form_stays_to_be_seen(converters):
    document = pikepdf.open(io.BytesIO(samples.pdf("Antrag")))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[100, 100, 400, 130],
            FT=pikepdf.Name.Tx, T="ort", V="Hildesheim", DA="/Helv 12 Tf 0 g", F=4,
        )
    )  # fmt: skip
    document.pages[0].obj.Annots = document.make_indirect([field])
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font))
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=[field], DR=resources, DA="/Helv 12 Tf 0 g", NeedAppearances=True
    )
    out = io.BytesIO()
    document.save(out)
    made = arranged(converters, [out.getvalue()], [[0, 1, 0]])
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert "Antrag" in text and "Hildesheim" in text


def test_the_same_page_twice_is_turned_once(converters):
    made = arranged(
        converters, [samples.pdf("a"), samples.pdf("b")], [[0, 1, 0], [1, 1, 0], [0, 1, 90]]
    )
    with pikepdf.open(io.BytesIO(made)) as document:
        assert [int(page.obj.get("/Rotate", 0)) for page in document.pages] == [0, 0, 90]


def test_a_page_that_is_not_there_is_refused(converters):
    with pytest.raises(Damaged):
        arranged(converters, [samples.pdf("a")], [[0, 2, 0]])
